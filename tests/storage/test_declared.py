"""A changed declaration of records does not change stored data: the declarations are pinned for each schema."""

import json

from tests.storage import released
from verkstad.resource_files import resource_path
from verkstad.storage import migrations
from verkstad.storage.log_row import whole


def test_a_changed_default_or_search_is_meant() -> None:
    """If it is, run `python -m tests.storage.released declared`. A changed search column also needs a migration."""
    pinned = json.loads(released.pinned(migrations.SCHEMA_VERSION).read_text(encoding="utf-8"))
    assert released.declared() == pinned


def test_what_early_programs_left_out_of_the_log_is_what_they_declared() -> None:
    early = json.loads(resource_path("log", "defaults-2.json").read_text(encoding="utf-8"))
    assert early["participants"]["protection"] == "none"
    assert whole("staff_members", 7, {"name": "Siv"}) == {"id": 7, **early["staff_members"], "name": "Siv"}


def test_a_whole_row_is_taken_as_it_is() -> None:
    assert whole("staff_members", 7, {"id": 7, "name": "Siv"}) == {"id": 7, "name": "Siv"}
