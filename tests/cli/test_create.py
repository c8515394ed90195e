"""`create`: passwords taken literally, the recovery code shown once, and nothing left after a failure."""

import re
import unicodedata
from pathlib import Path

import pytest

from tests.open_workspace import PASSWORD, Program, Said, new_workspace
from verkstad.domain.records import Workshop
from verkstad.storage import keys
from verkstad.workspace import Workspace

CODE = re.compile(r"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}")


def create(program: Program, *arguments: object) -> Said:
    return program("create", "--workshop", "Norrlycke", "--municipality", "2518", *arguments)


def test_the_recovery_code_is_shown_once_and_opens(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    said = create(program)
    assert (said.code, said.err) == (0, "")
    codes = CODE.findall(said.out)
    assert len(codes) == 1
    assert codes[0] not in program("check").out
    monkeypatch.setenv("VERKSTAD_PASSWORD", codes[0].lower().replace("-", " "))
    assert program("check").code == 0
    monkeypatch.setenv("VERKSTAD_PASSWORD", codes[0][:-1] + ("A" if codes[0][-1] != "A" else "B"))
    wrong = program("check")
    assert (wrong.code, "skrivfel" in wrong.err) == (1, True)


@pytest.mark.parametrize(
    "password", ("  kant  ", "ord\n", "\rord", "åäö", "🦊🐾", "-x", "a" * 500, "\t", "ord\n\n", "\ufefford")
)
def test_a_password_is_taken_literally(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.delenv("VERKSTAD_PASSWORD")
    file = tmp_path / "lösenord.txt"
    file.write_bytes(f"{password}\n".encode())
    assert create(program, "--password-file", file).code == 0
    Workspace.open(program.folder, password).close()
    for other in {password.strip(), password + " ", password.rstrip("\n")} - {password}:
        monkeypatch.setenv("VERKSTAD_PASSWORD", other)
        if other:
            assert program("check").code == 1


@pytest.mark.parametrize("ending", ("", "\n", "\r\n"))
def test_one_final_line_break_of_the_file_is_no_part_of_it(
    program: Program, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / "lösenord.txt"
    file.write_bytes(f"ord{ending}".encode())
    create(program, "--password-file", file)
    Workspace.open(program.folder, "ord").close()


def test_letters_count_as_the_same_however_they_are_put_together(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERKSTAD_PASSWORD", unicodedata.normalize("NFD", "måne"))
    create(program)
    monkeypatch.setenv("VERKSTAD_PASSWORD", unicodedata.normalize("NFC", "måne"))
    assert program("check").code == 0


@pytest.mark.parametrize("content", (b"", b"\n", b"\xff\xfe", None))
def test_a_password_file_without_a_password_is_one_sentence(
    program: Program, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "lösenord.txt"
    if content is not None:
        file.write_bytes(content)
    said = create(program, "--password-file", file)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert not program.folder.exists()


def test_a_password_that_is_no_text_is_one_sentence(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERKSTAD_PASSWORD", "ord\udcff")
    said = create(program)
    assert (said.code, said.err) == (1, "Lösenordet har tecken som inte går att läsa.\n")
    assert not program.folder.exists()


def test_without_a_password_and_a_keyboard_it_is_refused(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VERKSTAD_PASSWORD")
    said = create(program)
    assert (said.code, "VERKSTAD_PASSWORD" in said.err) == (1, True)


@pytest.mark.parametrize(("typed", "code"), ((["ord", "ord"], 0), (["ord", "rod"], 1)))
def test_a_typed_password_is_asked_for_twice(
    program: Program, monkeypatch: pytest.MonkeyPatch, typed: list[str], code: int
) -> None:
    monkeypatch.delenv("VERKSTAD_PASSWORD")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    answers = iter(typed)
    monkeypatch.setattr("verkstad.cli.opening.click.prompt", lambda *_, **__: next(answers))
    assert create(program).code == code
    assert Workspace.exists(program.folder) is (code == 0)


def test_a_folder_that_has_a_workshop_is_left_alone(made: Program) -> None:
    before = {path.name: path.read_bytes() for path in made.folder.iterdir() if path.is_file()}
    said = create(made)
    assert (said.code, said.out) == (1, "")
    assert {path.name: path.read_bytes() for path in made.folder.iterdir() if path.is_file()} == before


def test_a_file_where_the_folder_should_be_is_left_alone(program: Program, tmp_path: Path) -> None:
    program.folder.write_text("min fil", encoding="utf-8")
    assert create(program).code == 2
    assert program.folder.read_text(encoding="utf-8") == "min fil"
    program.folder = program.folder / "under"
    said = create(program)
    assert (said.code, said.err.count("\n")) == (1, 1)


def test_other_files_in_the_folder_stay(program: Program) -> None:
    program.folder.mkdir()
    (program.folder / "eget.txt").touch()
    assert create(program).code == 0
    assert (program.folder / "eget.txt").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    (
        (["--workshop", "A"], 2),
        (["--municipality", "2518"], 2),
        (["--workshop", "  ", "--municipality", "2518"], 1),
        (["--workshop", "A", "--municipality", "9999"], 1),
    ),
)
def test_what_is_missing_or_unknown_is_one_sentence(
    program: Program, arguments: list[str], code: int
) -> None:
    said = program("create", *arguments)
    assert (said.code, said.out, said.err.count("\n")) == (code, "", 1)
    assert not program.folder.exists()


def test_a_failure_half_way_leaves_nothing(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("verkstad.workspace.workspace.seed", fail)
    said = create(program)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert not [path for path in program.folder.glob("*") if path.is_file()]


def test_a_wrong_password_is_one_sentence_and_changes_nothing(
    made: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERKSTAD_PASSWORD", PASSWORD + "x")
    for arguments in (["check"], ["measures"], ["backup"], ["export", "--out", "ut.xlsx"]):
        said = made(*arguments)
        assert (said.code, said.out, said.err) == (1, "", "Lösenordet stämmer inte. Ingenting har ändrats.\n")
    assert not Path("ut.xlsx").exists()


def test_a_second_program_is_told_that_the_folder_is_open(program: Program) -> None:
    first = new_workspace(program.folder)
    try:
        said = program("measures")
        assert (said.code, said.out) == (1, "")
        assert "redan öppen" in said.err
    finally:
        first.close()


@pytest.mark.parametrize("damaged", (1, 2))
def test_one_key_file_is_enough(made: Program, damaged: int) -> None:
    for name in keys.FILE_NAMES[:damaged]:
        (made.folder / name).write_bytes(b"{}")
    said = made("measures")
    assert said.code == damaged - 1
    assert damaged == 1 or "Nyckelfilerna" in said.err


def test_a_workshops_name_is_one_line_that_can_be_exported(program: Program) -> None:
    said = program("create", "--workshop", "å" * 40_000, "--municipality", "2518")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "längre än" in said.err
    assert not Workspace.exists(program.folder)
    assert program("create", "--workshop", " Norr\nlycke\t ", "--municipality", "2518").code == 0
    workspace = Workspace.open(program.folder, PASSWORD)
    assert [one.name for one in workspace.registers.all(Workshop)] == ["Norr lycke"]
    workspace.close()
