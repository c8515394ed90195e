"""`backup`, `backups`, `restore` and `check`: copies that work, and refusals that change nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.before_the_rules import enrolled_twice
from tests.open_workspace import PASSWORD, Program, content, new_workspace, write_xlsx
from verkstad.domain.records import Participant
from verkstad.storage import keys, log_code
from verkstad.storage.copies import copies_in
from verkstad.storage.copies.finished import DAMAGED_NAME
from verkstad.storage.files import FILE_NAME
from verkstad.workspace import Workspace

Damage = Callable[[Path], object]


def files(folder: Path) -> dict[str, bytes]:
    """Return every file under the folder by relative path, except locks and marks of damaged copies."""
    found = (path for path in folder.rglob("*") if path.is_file())
    found = (path for path in found if path.suffix != ".lock" and path.name != DAMAGED_NAME)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def add_person(program: Program) -> None:
    workspace = Workspace.open(program.folder, PASSWORD)
    workspace.participants.add(Participant(first_name="Siv", last_name="Tallvik"))
    workspace.close()


def stored(program: Program) -> object:
    workspace = Workspace.open(program.folder, PASSWORD)
    try:
        return content(workspace)
    finally:
        workspace.close()


def copy_of(program: Program) -> Path:
    assert program("backup").code == 0
    return max((program.folder / "copies").iterdir())


def scramble(path: Path) -> None:
    """Overwrite something in the middle of the database."""
    size = path.stat().st_size
    with path.open("rb+") as file:
        file.seek(size // 2)
        file.write(b"\xff" * 600)


def test_a_copy_is_listed_and_brings_back_what_was(made: Program) -> None:
    assert made("backups").out == "Det finns inga säkerhetskopior.\n"
    before = stored(made)
    copy = copy_of(made)
    assert made("backups").out.startswith(copy.name)
    assert made("backups").out.endswith("MB  hel\n")
    add_person(made)
    after = stored(made)
    assert after != before
    said = made("restore", copy.name)
    assert (said.code, said.err) == (0, "")
    assert stored(made) == before
    aside = Path(said.out.strip().rsplit(" ", 1)[1])
    assert (aside / FILE_NAME).exists()
    made.folder = aside
    assert stored(made) == after


def test_a_copy_that_has_changed_inside_is_not_called_whole(made: Program) -> None:
    copy = copy_of(made)
    scramble(copy / FILE_NAME)
    assert made("backups").out.endswith("MB  skadad\n")
    assert (copy / DAMAGED_NAME).exists()


def test_a_copy_may_lie_elsewhere_and_become_a_new_folder(made: Program, tmp_path: Path) -> None:
    before = stored(made)
    assert made("backup", "--to", tmp_path / "usb").code == 0
    copy = next((tmp_path / "usb").iterdir())
    shutil.rmtree(made.folder)
    assert made("restore", copy).code == 0
    assert stored(made) == before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


@pytest.mark.parametrize(
    "damage",
    (
        lambda copy: scramble(copy / FILE_NAME),
        lambda copy: cut(copy / FILE_NAME),
        lambda copy: (copy / FILE_NAME).unlink(),
        lambda copy: (copy / FILE_NAME).write_bytes(b"SQLite format 3\x00" + bytes(4096)),
        shutil.rmtree,
    ),
)
def test_a_damaged_copy_changes_nothing(made: Program, damage: Damage) -> None:
    copy = copy_of(made)
    add_person(made)
    damage(copy)
    before = files(made.folder)
    said = made("restore", copy.name)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "datamappen" not in said.err, "what is there is well"
    assert files(made.folder) == before


def test_a_copy_without_its_database_is_told_from_the_folder(made: Program) -> None:
    copy = copy_of(made)
    for name in (FILE_NAME, "copy.json"):
        (copy / name).unlink()
    said = made("restore", copy.name)
    assert said.code == 1
    assert said.err.startswith("Säkerhetskopian")
    assert "datamappen" not in said.err


def test_the_folders_own_keys_open_a_copy_that_has_lost_its_own(made: Program, tmp_path: Path) -> None:
    before = stored(made)
    copy = copy_of(made)
    add_person(made)
    for name in keys.FILE_NAMES:
        (copy / name).unlink()
    assert made("backups").out.strip().endswith("skadad")
    assert made("restore", copy.name).code == 0
    assert stored(made) == before
    made.folder = tmp_path / "ny"
    said = made("restore", copy)
    assert said.code == 1
    assert "Säkerhetskopians nyckelfiler" in said.err
    assert "Välj en annan kopia" in said.err


def test_a_damaged_copy_makes_no_folder(made: Program, tmp_path: Path) -> None:
    copy = copy_of(made)
    scramble(copy / FILE_NAME)
    made.folder = tmp_path / "ny" / "data"
    assert made("restore", copy).code == 1
    assert not made.folder.exists()


def test_the_wrong_password_restores_nothing(made: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copy_of(made)
    before = files(made.folder)
    monkeypatch.setenv("VERKSTAD_PASSWORD", "fel")
    assert made("restore", copy.name).code == 1
    assert files(made.folder) == before


def test_a_folder_that_is_open_elsewhere_is_not_restored(made: Program) -> None:
    copy = copy_of(made)
    before = files(made.folder)
    workspace = Workspace.open(made.folder, PASSWORD)
    try:
        said = made("restore", copy.name)
    finally:
        workspace.close()
    assert (said.code, "redan öppen" in said.err) == (1, True)
    assert files(made.folder) == before


@pytest.mark.parametrize("name", ("2020-01-01_000000", "..", ".", "/", "x/../.."))
def test_what_is_no_copy_is_refused(made: Program, name: str) -> None:
    copy_of(made)
    before = stored(made)
    said = made("restore", name)
    assert said.code == 1
    assert stored(made) == before


def test_a_damaged_folder_may_be_replaced_by_its_copy(made: Program) -> None:
    before = stored(made)
    copy = copy_of(made)
    (made.folder / FILE_NAME).write_bytes(b"x" * 8192)
    assert made("check").code == 1
    assert made("restore", copy.name).code == 0
    assert stored(made) == before


@pytest.mark.parametrize(
    "damage",
    (
        lambda folder: scramble(folder / FILE_NAME),
        lambda folder: cut(folder / FILE_NAME),
        lambda folder: (folder / FILE_NAME).write_bytes(b""),
        lambda folder: (folder / FILE_NAME).unlink(),
        lambda folder: [(folder / name).write_bytes(b"") for name in keys.FILE_NAMES],
    ),
)
def test_check_of_a_damaged_folder_says_so_and_changes_nothing(made: Program, damage: Damage) -> None:
    assert made("check").out == "Datamappen är hel.\n"
    damage(made.folder)
    before = files(made.folder)
    said = made("check")
    assert (said.code, said.out) == (1, "")
    assert said.err.strip()
    assert "sql" not in said.err.lower()
    assert made("check", "--code", "ABCDE-FGHJK").err == said.err, (
        "a code is asked about a log that can be read"
    )
    assert files(made.folder) == before


def test_check_tells_what_does_not_agree_apart_from_damage(made: Program) -> None:
    workspace = Workspace.open(made.folder, PASSWORD)
    enrolled_twice(workspace)
    workspace.close()
    said = made("check")
    assert said.code == 0, "a script that restores a copy when the check fails would lose work"
    assert said.out.startswith("Datamappen är hel.\nIngenting är skadat, men det här stämmer inte")
    assert "Ärende 2026-0001: Personen är redan inskriven" in said.out
    assert "välj avslutssättet Felregistrering" in said.out
    assert made("restore", copy_of(made).name).code == 0
    assert "hel\n" in made("backups").out


def test_check_tells_which_change_the_code_on_a_paper_belongs_to(made: Program) -> None:
    workspace = Workspace.open(made.folder, PASSWORD)
    code = log_code.of(workspace.store.log.position())
    workspace.close()
    said = made("check", "--code", code)
    assert (said.code, said.out.count("\n")) == (0, 2)
    assert "Koden hör till ändringen" in said.out
    other = made("check", "--code", "ABCDE-FGHJK")
    assert (other.code, "ABCDE-FGHJK" in other.err) == (1, True)


def test_a_folder_of_a_newer_version_is_refused(made: Program) -> None:
    workspace = Workspace.open(made.folder, PASSWORD)
    workspace.store.database.execute("PRAGMA user_version = 999")
    workspace.close()
    before = files(made.folder)
    for command in ("check", "measures", "backup"):
        said = made(command)
        assert (said.code, "nyare version" in said.err) == (1, True)
    assert files(made.folder) == before


@pytest.mark.parametrize("command", ("check", "backup", "backups", "measures"))
def test_a_missing_folder_is_one_sentence_and_is_not_made(program: Program, command: str) -> None:
    said = program(command)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert not program.folder.exists()


def test_a_copy_that_cannot_be_written_leaves_nothing(made: Program, tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    said = made("backup", "--to", tmp_path / "fil" / "under")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert made("backup", "--to", tmp_path / "fil").code == 2


def test_an_import_is_preceded_by_a_copy_unless_it_is_refused(made: Program, tmp_path: Path) -> None:
    good = write_xlsx(
        tmp_path / "bra.xlsx",
        {"Deltagare": [["Nr", "Förnamn", "Efternamn", "Födelseår"], [1, "Siv", "Ek", 1980]]},
    )
    bad = write_xlsx(
        tmp_path / "fel.xlsx",
        {"Deltagare": [["Nr", "Förnamn", "Efternamn", "Födelseår"], [1, "Siv", "", "x"]]},
    )
    before = files(made.folder)
    assert made("import", bad).code == 1
    assert made("import", good, "--dry-run").code == 0
    assert files(made.folder) == before
    assert made("import", good).code == 0
    [copy] = copies_in(made.folder / "copies")
    workspace = Workspace.open(copy.path, PASSWORD)
    assert workspace.store.records(Participant).count() == 0
    workspace.close()


def test_check_says_what_to_do_and_warns_of_a_synced_folder(program: Program, tmp_path: Path) -> None:
    synced = Program(tmp_path / "OneDrive" / "data", program.window)
    workspace = new_workspace(synced.folder)
    workspace.close()
    said = synced("check")
    assert said.code == 0
    assert "Men: Datamappen synkas till andra datorer." in said.out
    whole = (synced.folder / FILE_NAME).read_bytes()
    (synced.folder / FILE_NAME).write_bytes(whole[:20_500] + bytes(40) + whole[20_540:])
    said = synced("check")
    assert said.code == 1
    assert "verkstad restore" in said.err
    assert "verkstad salvage" in said.err
