"""Opening, printing and exporting are written to the access log, marked if a protected person is concerned."""

from pathlib import Path

import pytest

from tests.ui.surfaces import PROTECTED
from verkstad.domain.records import Participant
from verkstad.ui.window.main_window import MainWindow


def _lines(window: MainWindow, participant_id: int) -> list[tuple[str, str]]:
    """Return kind and name of the access entries about a person, newest first."""
    found = window.desk.workspace.store.log.of_record(Participant.table, participant_id)
    return [(one.kind, one.name) for one in found if one.kind.startswith("access.")]


@pytest.mark.parametrize(
    ("table", "record_id", "name"),
    (
        ("participants", 1, "Kort öppnat"),
        ("placements", 1, "Praktikens kort öppnat"),
        ("validations", 1, "Valideringens kort öppnat"),
    ),
)
def test_a_card_that_is_opened_is_logged_each_time(
    window: MainWindow, table: str, record_id: int, name: str
) -> None:
    for times in (1, 2):
        window.open_record(table, record_id)
        assert _lines(window, 1) == [("access.read", name)] * times
        window.go_back()


def test_a_protected_persons_card_has_a_mark_of_its_own(window: MainWindow) -> None:
    window.open_record("participants", PROTECTED)
    assert _lines(window, PROTECTED) == [("access.read.protected", "Kort öppnat")]
    workspace = window.desk.workspace
    person = workspace.participants.get(Participant, PROTECTED)
    assert workspace.history.of_record(person)[0].name == "Kort öppnat · skyddade uppgifter"


def test_an_export_is_logged_for_all_who_are_in_it(window: MainWindow, tmp_path: Path) -> None:
    workspace = window.desk.workspace
    assert workspace.files.export(tmp_path / "ut.xlsx") == 1
    assert _lines(window, 1) == [("access.export", "Allt exporterat till en arbetsbok")]
    assert _lines(window, PROTECTED) == [], "who was left out has not been let out"
    assert workspace.files.export(tmp_path / "ut.xlsx", "Byter system") == 0
    told = ("access.export.protected", "Allt exporterat till en arbetsbok (Byter system)")
    assert _lines(window, 1)[0] == told
    assert _lines(window, PROTECTED) == [told]


def test_an_export_that_cannot_be_written_is_not_logged(window: MainWindow, tmp_path: Path) -> None:
    workspace = window.desk.workspace
    with pytest.raises(Exception, match="finns inte"):
        workspace.files.export(tmp_path / "saknas" / "ut.xlsx")
    assert _lines(window, 1) == []
    assert workspace.problems() == []
