"""Kills the window while a user is typing in it.

Proven for every form with drafts: of what was typed, at most the last two seconds are missing, letters come back in
their order and field, nothing else has changed, and the folder has no problems. The child types at human speed or
faster, through the window system; the time of each letter is written to shared memory before the key is sent.
"""

import mmap
import struct
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.faults import program, window_stage
from tests.faults.children import Board, Child, in_child
from tests.faults.fault import Fault, expect, numbered
from tests.faults.program import Content
from tests.faults.window_places import PLACES, Line, add_step, go_last, lines, words_in
from tests.faults.window_stage import Script
from tests.ui import sample
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.workspace import Workspace

_MAY_BE_LOST = 2.0  # seconds
_LONGEST = 7.0
_LETTERS = "etaoinsrdlkåäö    vghmf"
_ENTRY = struct.Struct("<dHI")
_ROOM = 1 << 20
_MOST_LINES = 1 << 15


class Letter(NamedTuple):
    """A key that was sent: time, field and character code."""

    at: float
    field: int
    code: int


class Keys:
    """The letters sent so far, in memory shared with the child; a letter counts when it is completely written."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _ROOM)
        self._count = 0

    def note(self, field: int, letter: str) -> None:
        offset = 8 + self._count * _ENTRY.size
        _ENTRY.pack_into(self._memory, offset, time.monotonic(), field, ord(letter))
        self._count += 1
        self._memory[:8] = self._count.to_bytes(8, "little")

    def struck(self) -> list[Letter]:
        count = int.from_bytes(self._memory[:8], "little")
        return [Letter(*_ENTRY.unpack_from(self._memory, 8 + at * _ENTRY.size)) for at in range(count)]

    @property
    def has_room(self) -> bool:
        return 8 + (self._count + 2) * _ENTRY.size < _ROOM and self._count < _MOST_LINES

    def close(self) -> None:
        self._memory.close()


class Before(NamedTuple):
    """What the child read before it typed."""

    names: list[str]
    words: dict[str, str]
    content: Content


def prepare() -> None:
    window_stage.base()


def run(trial: str) -> None:
    rng = Random(f"typing/{trial}")
    place = list(PLACES)[int(trial) % len(PLACES)]
    with tempfile.TemporaryDirectory(dir=program.work_place()) as room:
        folder = window_stage.fresh(Path(room))
        board, keys = Board(), Keys()
        child = Child(lambda: _typist(Path(room), folder, place, f"{trial}/hand", board, keys))
        child.until_ready()
        child.go()
        while board.read() is None and child.is_alive():
            time.sleep(0.01)
        time.sleep(rng.uniform(0.1, _LONGEST))
        killed_at = time.monotonic()
        child.kill()
        status = child.wait()
        before, struck = board.read(), keys.struck()
        board.close()
        keys.close()
        expect(status == -9, f"the window ended by itself with {status} in {place!r}")
        now, content = in_child(lambda: _found(Path(room), folder, place))
    _judge(place, Before(*before), struck, killed_at, now)
    apart = program.differences(_without_drafts(Before(*before).content), _without_drafts(content))
    expect(not apart, f"{place}: something else was changed: {apart}")


def _typist(
    room: Path, folder: Path, place: str, seed: str, board: Board, keys: Keys
) -> Callable[[], object]:
    window_stage.settle_in(room)
    session = window_stage.open_session(folder)
    window = window_stage.main_window(session)

    def script() -> Script:
        rng = Random(seed)
        PLACES[place](window)
        yield 0.2
        if place == "plan" and rng.random() < 0.5:
            add_step(window)
            yield 0.1
        found = lines(window)
        names = list(found)
        content = program.content_of(window.desk.workspace)
        words = {name: words_in(line) for name, line in found.items()}
        board.note((names, words, content))
        yield from _type(rng, list(found.values()), names, keys)

    return lambda: window_stage.play(script())


def _type(rng: Random, found: list[Line], names: list[str], keys: Keys) -> Script:
    """Type without end, at a speed chosen for each trial, sometimes changing the field."""
    pace = rng.choice((0.0, 0.0, 0.03, 0.12, 0.25))
    begun: set[int] = set()
    at = -1
    while keys.has_room:
        if at < 0 or rng.random() < 0.02:
            at = rng.randrange(len(found))
            go_last(found[at])
            yield 0
            if at not in begun:
                begun.add(at)
                keys.note(at, "x")  # not a date or number, so that the draft stores the letters
                window_stage.type_letter("x")
        letter = rng.choice(_LETTERS)
        keys.note(at, letter)
        window_stage.type_letter(letter)
        yield (
            rng.expovariate(1 / pace) if pace and rng.random() < 0.95 else rng.choice((0, 0, 0.002, 2 * pace))
        )


def _found(room: Path, folder: Path, place: str) -> tuple[dict[str, str], Content]:
    """Open the folder again and return the content of the fields and of the database."""
    window_stage.settle_in(room)
    workspace = Workspace.open(folder, sample.PASSWORD, clock=sample.clock)
    problems = program.problems_of(workspace)
    expect(not problems, f"problems after opening: {problems}")
    content = program.content_of(workspace)
    workspace.close()
    window = window_stage.main_window(window_stage.open_session(folder))
    found: dict[str, str] = {}

    def script() -> Script:
        PLACES[place](window)
        yield 0.1
        for dialog in window.findChildren(RecordDialog):
            dialog.go_on()  # a new record begins empty
        found.update({name: words_in(line) for name, line in lines(window).items()})

    window_stage.play(script())
    return found, content


def _judge(place: str, before: Before, struck: list[Letter], killed_at: float, now: dict[str, str]) -> None:
    for at, name in enumerate(before.names):
        typed = [letter for letter in struck if letter.field == at]
        due = sum(1 for letter in typed if killed_at - letter.at > _MAY_BE_LOST)
        was = before.words[name]
        whole = was + "".join(chr(letter.code) for letter in typed)
        least = (was + "".join(chr(letter.code) for letter in typed[:due])).strip()
        stands = now.get(name, "").strip()
        expect(
            stands.startswith(least),
            f"{place}, {name}: {len(least) - len(stands)} letters too many are lost of {len(whole)}: "
            f"{stands[-40:]!r} should have {least[-40:]!r}",
        )
        expect(whole.strip().startswith(stands), f"{place}, {name}: {stands[-60:]!r} is not what was typed")


def _without_drafts(content: Content) -> Content:
    return {name: digest for name, digest in content.items() if name not in ("drafts", "draft_seals")}


TYPING_KILLS = Fault(
    "typing",
    "a kill takes at most the last two seconds of what is typed",
    trials=numbered(200),
    run=run,
    quick=12,
    at_once=4,
    prepare=prepare,
)
