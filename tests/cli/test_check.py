"""`check`: what it reports besides damage."""

import pytest

from tests.open_workspace import PASSWORD, Program
from verkstad.storage import keys
from verkstad.workspace import Workspace


@pytest.mark.parametrize("code", ("", " - ", "00000-00000"))
def test_check_with_a_code_that_no_line_has_never_says_that_all_is_well(made: Program, code: str) -> None:
    said = made("check", "--code", code)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Ingen ändring i loggen har koden")


def test_check_with_a_code_tells_of_a_line_that_no_program_wrote(made: Program) -> None:
    workspace = Workspace.open(made.folder, PASSWORD)
    workspace.store.database.execute("UPDATE changes SET hash = 'zz' WHERE id = 1")
    workspace.close()
    said = made("check", "--code", "00000-00000")
    assert (said.code, "Ändringsloggen stämmer inte" in said.err) == (1, True)


def test_a_code_is_answered_also_where_something_has_been_put_into_the_folder(made: Program) -> None:
    workspace = Workspace.open(made.folder, PASSWORD)
    workspace.store.database.execute("CREATE VIEW mine AS SELECT 1 AS one")
    workspace.close()
    said = made("check", "--code", "00000-00000")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "inte har gjort" in said.err
    assert "Ingen ändring i loggen har koden 00000-00000" in said.err


def test_key_files_that_come_from_a_copy_are_told_once(made: Program) -> None:
    assert made("backup").code == 0
    for name in keys.FILE_NAMES:
        (made.folder / name).unlink()
    said = made("check")
    assert (said.code, said.out) == (0, "Datamappen är hel.\n")
    assert "hämtats från en säkerhetskopia" in said.err
    assert made("check").err == ""


def test_check_tells_of_links_to_nothing(made: Program) -> None:
    workspace = Workspace.open(made.folder, PASSWORD)
    workspace.store.database.execute("PRAGMA foreign_keys = OFF")
    workspace.store.database.execute(
        "INSERT INTO notes (participant_id, noted_on, kind, words) VALUES (9, '2026-01-01', 'talk', 'x')"
    )
    workspace.close()
    said = made("check")
    assert (said.code, "1 uppgift hör ihop med något som saknas." in said.err) == (1, True)
