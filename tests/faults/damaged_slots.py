"""Damages one or both of the slot files.

Proven: with one intact file the folder opens with the password, every row is there, and both files are intact
afterwards; without any, the user is told and nothing is changed; nothing against the rules is used, such as a slot
that is cheap to guess. The fault `withdrawn` tries older slot files.
"""

import functools
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from tests.faults import judge, program
from tests.faults.children import in_child
from tests.faults.damage import ANY_FILE, Past
from tests.faults.fault import Failure, Fault, expect
from tests.faults.judge import View
from tests.faults.program import Clock
from tests.open_workspace import PASSWORD
from tests.slots import sealed
from verkstad.domain.errors import VerkstadError
from verkstad.storage import key_file, keys
from verkstad.storage.keys import Cost, KeyRing

_RUNS = 1000


@functools.cache
def _view() -> View:
    return in_child(lambda: judge.look(program.fresh("worked", program.work_place() / "slots")))


@functools.cache
def _past() -> Past:
    """An older slot file of the same folder, and one of another workshop."""

    def make() -> tuple[bytes, bytes]:
        with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
            program.create(Path(place) / "data", Clock()).close()
            foreign = (Path(place) / "data" / keys.FILE_NAMES[0]).read_bytes()
            folder = program.fresh("worked", Path(place) / "older")
            return foreign, (folder / keys.FILE_NAMES[0]).read_bytes()

    foreign, own = in_child(make)
    return Past((own,), foreign, (b"",))


def prepare() -> None:
    _view()
    _past()


def _edited(change: Callable[[dict[str, Any], Random], None]) -> Callable[[Path, Random, Past], None]:
    """A damage with a correct checksum, as an attacker would write it."""

    def damage(path: Path, rng: Random, past: Past) -> None:
        stored = json.loads(path.read_bytes())
        del stored["checksum"]
        change(stored, rng)
        stored["checksum"] = key_file._checksum(stored)
        path.write_bytes(json.dumps(stored).encode())

    return damage


def _a_fact(stored: dict[str, Any], rng: Random) -> None:
    slot = rng.choice(stored["slots"])
    name = rng.choice(sorted(slot))
    slot[name] = rng.choice((None, 0, -1, 1e99, "", "x", "0" * 32, [], {}, True, "ff" * 48, 2**80))


def _a_cost(stored: dict[str, Any], rng: Random) -> None:
    for slot in stored["slots"]:
        name = rng.choice(sorted(slot["cost"]))
        slot["cost"][name] = rng.choice((0, -1, 1, 7, 2**20, 2**31, 2**62, "64", None, 1.5))


def _a_name(stored: dict[str, Any], rng: Random) -> None:
    name = rng.choice(sorted(stored))
    stored[name] = rng.choice((None, 0, -1, 3, 99, "x", [], {}, [None], [[]], 2**60))


def _cheap_slot(path: Path, rng: Random, past: Past) -> None:
    """A slot that opens with the right password but costs less to guess than the minimum."""
    ring = KeyRing.read(path.parent)
    data_key = ring.unlock(PASSWORD).data_key
    cheap = sealed(data_key, PASSWORD, "password", 1, Cost(memory=8, passes=1, lanes=1))
    slots = [cheap.facts()]
    stored = {
        "format": key_file.FORMAT,
        "application": "verkstad",
        "generation": ring.generation + 1,
        "slots": slots,
    }
    path.write_bytes(json.dumps({**stored, "checksum": key_file._checksum(stored)}).encode())


_KINDS = {
    **ANY_FILE,
    "edited fact": _edited(_a_fact),
    "edited cost": _edited(_a_cost),
    "edited name": _edited(_a_name),
    "cheap slot": _cheap_slot,
}
_MAY_BE_BELIEVED = ("foreign", "edited fact", "edited cost", "edited name")
"""Files with correct checksums: an error in one that has a later generation, or in both files, is only reported."""
_CANNOT_HEAL = ("a folder instead",)
"""The program does not overwrite what a user may have put there; the check reports it."""


def trials() -> list[str]:
    kinds = list(_KINDS)
    return [
        f"{('one', 'both')[number // len(kinds) % 2]}/{kinds[number % len(kinds)]}/{number}"
        for number in range(_RUNS)
    ]


def run(trial: str) -> None:
    which, kind, _ = trial.split("/")
    rng = Random(f"slots/{trial}")
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        folder = program.fresh("worked", Path(place) / "data")
        damaged = rng.sample(keys.FILE_NAMES, 1 if which == "one" else 2)
        for name in damaged:
            _KINDS[kind](folder / name, rng, _past())
        in_child(lambda: _judge(folder, which, kind))


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _judge(folder: Path, which: str, kind: str) -> None:
    must_open = which == "one" and kind not in _MAY_BE_BELIEVED
    before = _contents(folder)
    try:
        workspace, _ = program.open_folder(folder, Clock(), (PASSWORD,))
    except VerkstadError as error:
        expect(not must_open, f"does not open with the other file whole: {error}")
        now = _contents(folder)
        expect(
            now == {**before, **{name: now[name] for name in now.keys() - before.keys()}},
            "refused, but touched",
        )
        return
    except Exception as error:
        raise Failure(f"a raw exception: {error!r}") from error
    used = KeyRing.read(folder).slot(workspace.store.unlocked.slot_id) if workspace.store.unlocked else None
    floor = keys.MINIMUM_COST
    expect(used is not None and used.cost.memory >= floor.memory, "a slot below the floor was used")
    content, problems = program.content_of(workspace), program.problems_of(workspace)
    workspace.close()
    expect(content == _view().content, "opened with another content")
    if kind in _CANNOT_HEAL or (problems and kind in _MAY_BE_BELIEVED):
        expect(bool(problems), "neither healed nor told")
        return
    expect(judge.look(folder).content == _view().content, "opened with another content")
    expect(not KeyRing.damaged_copies(folder), "one slot file is still damaged after opening")


DAMAGED_SLOTS = Fault(
    "slots",
    "with one whole slot file the folder opens and heals; without any it is told",
    trials=trials,
    run=run,
    quick=120,
    prepare=prepare,
)
