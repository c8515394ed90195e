"""`salvage` as IT staff would run it."""

import os
from pathlib import Path

import pytest

from tests.open_workspace import Program, new_workspace
from verkstad.storage.files import FILE_NAME


@pytest.mark.heavy
def test_a_damaged_folder_becomes_a_sound_one(program: Program, tmp_path: Path) -> None:
    workspace = new_workspace(program.folder)
    workspace.registers.set_setting("a", "1")
    workspace.close()
    file = program.folder / FILE_NAME
    whole = file.read_bytes()
    targets = []
    for page in range(12, len(whole) // 4096, 9):
        file.write_bytes(whole[: page * 4096 + 99] + os.urandom(40) + whole[page * 4096 + 139 :])
        assert program("check").code == 1
        target = tmp_path / f"new-{page}"
        said = program("salvage", "--out", target)
        if said.code == 0:
            targets.append(target)
            assert "Saknas" in said.out or "uppgift saknas." in said.out
            new = Program(target, program.window)
            assert new("check").code == 0
            assert new("vocabularies").code == 0
        else:
            assert "Ingenting kan läsas ur databasen" in said.err
            assert not target.exists()
    assert targets


def test_refusals_are_one_sentence(made: Program, tmp_path: Path) -> None:
    said = made("salvage", "--out", made.folder)
    assert (said.code, said.out) == (1, "")
    assert "finns redan en verkstad" in said.err
    nothing = Program(tmp_path / "nothing", made.window)
    assert "ingen verkstad" in nothing("salvage", "--out", tmp_path / "new").err
    assert made("salvage").code == 2
