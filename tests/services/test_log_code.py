"""The code on a printed report: the change it belongs to, and whether the log proves everything before it."""

from pathlib import Path

import pytest

from tests.open_workspace import NOW, PASSWORD
from tests.services.makers import enrolled
from verkstad.storage import log_code
from verkstad.storage.salvage import salvage
from verkstad.workspace import Workspace


@pytest.fixture
def code(workspace: Workspace) -> str:
    enrolled(workspace)
    return log_code.of(workspace.store.log.position())


def test_a_code_is_known_again_when_the_log_has_gone_on(workspace: Workspace, code: str) -> None:
    enrolled(workspace, "Ture")
    found = workspace.history.with_code(code.lower())
    assert found is not None
    assert found.change.name == "Ny deltagare: Siv Tallvik"
    assert found.is_proven
    assert "allt som står före den är som det var" in found.words
    assert workspace.history.with_code("ABCDE-FGHJK") is None


@pytest.mark.parametrize(
    "sql",
    (
        "UPDATE change_values SET after = json_set(after, '$.first_name', 'Eva')",
        "UPDATE change_names SET name = 'Något annat' WHERE change_id = 1",
        "DELETE FROM change_values",
    ),
)
def test_a_log_that_was_altered_before_it_is_not_said_to_be_as_it_was(
    workspace: Workspace, code: str, sql: str
) -> None:
    """The line with the code is unchanged, with its hash; the content that it depends on is altered."""
    workspace.store.database.execute(sql)
    found = workspace.history.with_code(code)
    assert found is not None
    assert not found.is_proven
    assert "inte hel" in found.words


def test_what_was_altered_after_it_says_nothing_of_it(workspace: Workspace, code: str) -> None:
    enrolled(workspace, "Ture")
    workspace.store.database.execute(
        "UPDATE change_names SET name = 'x' WHERE change_id = (SELECT max(id) FROM changes)"
    )
    found = workspace.history.with_code(code)
    assert found is not None
    assert found.is_proven


def test_a_log_that_a_salvage_has_begun_anew_proves_nothing_from_before_it(
    workspace: Workspace, code: str, tmp_path: Path
) -> None:
    workspace.close()
    salvage(workspace.folder, PASSWORD, tmp_path / "saved", lambda: NOW)
    saved = Workspace.open(tmp_path / "saved", PASSWORD, clock=lambda: NOW)
    found = saved.history.with_code(code)
    assert found is not None
    assert not found.is_proven
    saved.close()
