"""Help in Swedish, wrong usage as one sentence, and no fault as a traceback."""

import json
import re
from pathlib import Path

import click
import pytest

from tests.open_workspace import FakeWindow, Program
from verkstad.cli.program import program as root
from verkstad.domain.vocabularies import VOCABULARIES

COMMANDS = (
    "demo create import export vocabularies report plan figures measures wheel backup backups restore check "
    "salvage pictures self-test"
).split()
ENGLISH = re.compile(
    r"\b(OPTIONS|COMMAND|ARGS|FILE|FILES|DIRECTORY|FOLDER|TEXT|INTEGER|required|default|Usage|Show|exit|PATH)\b"
)


def test_every_command_of_the_contract_is_there() -> None:
    context = click.Context(root)
    assert root.list_commands(context) == COMMANDS
    assert [root.get_command(context, name).name for name in COMMANDS] == COMMANDS  # type: ignore[union-attr]


@pytest.mark.parametrize("command", ("", *COMMANDS))
def test_help_is_swedish(program: Program, command: str) -> None:
    said = program(*filter(None, [command]), "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Användning: verkstad {command}".strip())
    assert not ENGLISH.search(said.out), said.out
    assert all(len(line) <= 100 for line in said.out.splitlines())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_says_what_it_is_for(command: str) -> None:
    for option in root.get_command(click.Context(root), command).params:  # type: ignore[union-attr]
        assert not isinstance(option, click.Option) or option.help, option.name


@pytest.mark.parametrize(
    "arguments",
    (
        ["nonsens"],
        ["--nonsens"],
        ["check", "--nonsens"],
        ["check", "mer"],
        ["check", "--data"],
        ["import"],
        ["export"],
        ["plan"],
        ["wheel"],
        ["restore"],
        ["demo", "--people", "0"],
        ["demo", "--people", "många"],
        ["demo", "--seed", "ett"],
        ["demo", "--today", "igår"],
        ["demo", "--today", "1800-01-01"],
        ["demo", "a", "b"],
        ["measures", "--by", "kön"],
        ["measures", "--format", "xml"],
        ["wheel", "arbetshjulet", "--answered-by", "chefen"],
        ["pictures", "p", "--scale", "125"],
        ["--data", "", "check"],
    ),
)
def test_wrong_usage_is_one_swedish_sentence(program: Program, arguments: list[str]) -> None:
    said = program(*arguments)
    assert (said.code, said.out) == (2, "")
    assert re.fullmatch(r"[^\n]+ Skriv verkstad( [a-z-]+)? --help för hjälp\.\n", said.err), said.err
    assert not ENGLISH.search(said.err)


def test_options_of_the_folder_may_stand_after_the_command(program: Program, tmp_path: Path) -> None:
    other = tmp_path / "annan"
    said = program("check", "--data", other)
    assert str(other) in said.err


@pytest.mark.parametrize(
    "fault",
    (
        RuntimeError("secret"),
        MemoryError(),
        RecursionError(),
        KeyError("x"),
        OSError(5, "Input/output error"),
    ),
)
def test_a_bug_is_one_sentence_without_what_it_carried(
    made: Program, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr("verkstad.workspace.Workspace.problems", fail)
    said = made("check")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "secret" not in said.err
    assert "Input/output" not in said.err


def test_breaking_off_is_one_sentence(made: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("verkstad.workspace.Workspace.problems", interrupt)
    said = made("check")
    assert (said.code, said.err.strip()) == (1, "Avbrutet. Ingenting har ändrats.")


def test_no_command_opens_the_window(program: Program) -> None:
    assert program().code == 0
    assert program.window.opened == [program.folder]


def test_vocabularies_are_shipped_or_the_workshops_own(program: Program) -> None:
    shipped = program("vocabularies").json
    assert [*shipped] == [*VOCABULARIES]
    assert {"id": "female", "label": "Kvinna", "active": True} in shipped["gender"]["terms"]
    program("create", "--workshop", "A", "--municipality", "2518")
    assert program("vocabularies").json == shipped


def test_pictures_are_taken_of_an_invented_workshop(program: Program, tmp_path: Path) -> None:
    said = program("pictures", tmp_path / "bilder", "--scheme", "dark", "--scale", "150")
    assert (said.code, said.err) == (0, "")
    names = {path.name for path in (tmp_path / "bilder").iterdir()}
    assert "dark-150.png" in names
    assert {name for name in names if name.startswith("paper-lagesrapport")}
    assert not program.folder.exists()


@pytest.mark.parametrize("missing", ("", "Installera libegl1."))
def test_a_demo_is_made_before_the_window_is_thought_of(
    program: Program, tmp_path: Path, missing: str
) -> None:
    program.window = FakeWindow(missing)
    folder = tmp_path / "prov"
    said = program("demo", folder, "--people", 5, "--today", "2026-11-20")
    assert (said.code, said.err) == (0, "")
    assert len([*tmp_path.glob("prov-*.pdf")]) == 2
    assert program.window.opened == ([] if missing else [folder])
    assert missing in said.out


def test_the_same_demo_twice_is_the_same(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERKSTAD_PASSWORD", "demo")
    said = []
    for name in ("en", "två"):
        program("demo", tmp_path / name, "--people", 20, "--seed", 7, "--today", "2026-11-20", "--no-window")
        program.folder = tmp_path / name
        asked = ["--rows", "track,exit_destination", "--columns", "age_group", "--to", "2026-11-20"]
        said.append(json.loads(program("figures", *asked, "--format", "json").out))
    assert said[0] == said[1]
    assert said[0]["total"] > 10


def test_a_demo_goes_only_into_an_empty_folder(program: Program, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "eget.txt").touch()
    (tmp_path / "fil").touch()
    for name, code in (("full", 1), ("fil", 2), ("fil/under", 1)):
        said = program("demo", tmp_path / name, "--no-window")
        assert (said.code, said.out, said.err.count("\n")) == (code, "", 1)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["eget.txt"]


@pytest.mark.parametrize("was_there", (True, False))
def test_a_demo_that_fails_leaves_the_folder_as_it_was(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, was_there: bool
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder = tmp_path / "prov"
    if was_there:
        folder.mkdir()
    monkeypatch.setattr("verkstad.workspace.papers.Papers.action_plan_file", fail)
    assert program("demo", folder, "--people", 5, "--no-window").code == 1
    assert folder.exists() is was_there
    assert not was_there or not [*folder.iterdir()]
