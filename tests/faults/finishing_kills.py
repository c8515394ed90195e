"""Kills the window at Klar, at each call that writes: what was typed is a record or a draft, never both or neither.

The same letters are typed into the same place, and the same key makes them a change, in a window process of its own.
The run without a kill says what the folder holds before and after, and which calls lie between.
"""

import contextlib
import functools
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from PySide6.QtCore import Qt

from tests.faults import program, tracing, window_stage
from tests.faults.children import Board, Child, in_child
from tests.faults.fault import Fault, expect
from tests.faults.program import Content
from tests.faults.tracing import Call
from tests.faults.window_places import PLACES, go_last, lines
from tests.faults.window_stage import Script, strike
from tests.ui import sample
from verkstad.domain.records import RECORD_TYPES
from verkstad.domain.records.participant import Protection
from verkstad.ui.kit.drafting import keep_drafts
from verkstad.ui.screens.participants.details import DetailsTab
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace

POINTS = 20
"""Of each place: where something is made sure of or cut off, and the call after it; the others are seeded."""
_OPENERS = {**PLACES, "protection": PLACES["details"]}
SET_UPS = 3
"""Tries at a trial whose kill did not hit the call it was meant for."""
_TYPED = "Skog"
_AFTER = 0.2  # seconds in which the window shows what has come of it
_KLAR: dict[str, tuple[tuple[str, ...], Callable[[MainWindow], None]]] = {}
"""In which fields something is typed in each place, and what is its Klar."""


def _control_enter(_window: MainWindow) -> None:
    strike(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def _enter(_window: MainWindow) -> None:
    strike(Qt.Key.Key_Return)


def _next_heading(window: MainWindow) -> None:
    """A report has no Klar: its words are stored when another heading is chosen."""
    window.page.card.headings.setCurrentRow(1)  # type: ignore[attr-defined]


def _protect(window: MainWindow) -> None:
    """Other fields may be shown from then on: the card is made anew within the save."""
    details = window.findChild(DetailsTab)
    assert details is not None
    details.person.form.field("protection").show_value(Protection.SECRECY_MARKED)
    _control_enter(window)


for _place, _names in (
    ("details", ("address",)),
    ("plan", ("goal",)),
    ("first plan", ("goal",)),
    ("placement", ("goal",)),
    ("validation", ("assessor",)),
    ("employer", ("place",)),
    ("new participant", ("first_name", "last_name")),
    ("new note", ("words",)),
    ("new employer", ("name",)),
    ("note", ("words",)),
    ("new contact person", ("name",)),
    ("contact person", ("name",)),
    ("contact", ("words",)),
    ("placement follow-up", ("words",)),
    ("referral", ("referrer",)),
    ("workshop", ("unit",)),
    ("new staff member", ("name",)),
    ("staff member", ("phone",)),
    ("new module", ("title",)),
):
    _KLAR[_place] = (_names, _control_enter)
_KLAR["quick contact"] = (("words",), _enter)
_KLAR["protection"] = (("address",), _protect)
_KLAR["report"] = (("summary",), _next_heading)


class Stored(NamedTuple):
    """What is in the folder: the records, and what is typed and is none yet."""

    records: Content
    drafts: dict[str, str]


def prepare() -> None:
    tracing.need_strace()
    window_stage.base()


def trials() -> list[str]:
    return [f"{place}/{at}" for place in _KLAR for at in range(POINTS)]


@functools.cache
def unbroken(place: str) -> tuple[list[Call], Stored, Stored]:
    """The calls of a Klar that nothing disturbs, and what the folder holds before it and after it."""
    with _trial(place) as (folder, child, board):
        log = folder.parent / "calls"
        status = tracing.run_traced(child, log)
        expect(status == 0, f"{place}: the window ended with {status} though nothing was killed")
        before, after = Stored(*board.read()), in_child(lambda: _found(folder))
        calls = tracing.calls_in(log, folder)
    expect(bool(before.drafts), f"{place}: nothing was kept as a draft")
    expect(before.records != after.records, f"{place}: Klar has stored nothing")
    return calls, before, after


def run(trial: str) -> None:
    place, at = trial.rsplit("/", 1)
    calls, before, after = unbroken(place)
    expect(not after.drafts, f"{place}: Klar has left {list(after.drafts)}")
    call = _chosen(calls, place)[int(at)]
    struck = any(_struck_and_judged(place, call, before, after) for _ in range(SET_UPS))
    expect(struck, f"the kill did not strike in {SET_UPS} tries")


def _chosen(calls: list[Call], place: str) -> list[Call]:
    marks = [at for at, call in enumerate(calls) if call.kind in ("sync", "truncate")]
    points = {at for mark in marks for at in (mark, mark + 1) if at < len(calls)}
    others = sorted(set(range(len(calls))) - points)
    Random(place).shuffle(others)
    found = [*sorted(points), *others]
    return [calls[found[at % len(found)]] for at in range(POINTS)]


def _struck_and_judged(place: str, call: Call, before: Stored, after: Stored) -> bool:
    with _trial(place) as (folder, child, _board):
        log = folder.parent / "calls"
        tracing.run_traced(child, log, tracing.injections(call, "kill"))
        if not tracing.struck(log, call, folder, "kill"):
            return False
        found = in_child(lambda: _found(folder))
    where = f"killed at {call.name}({call.text[:120]}"
    expect(found != (after.records, before.drafts), f"record and draft are both there, {where}")
    expect(found != (before.records, after.drafts), f"neither record nor draft is there, {where}")
    expect(found in (before, after), f"something else is there, {where}: {found.drafts}")
    return True


@contextlib.contextmanager
def _trial(place: str) -> Iterator[tuple[Path, Child, Board]]:
    """A folder, and a window in a child that stands just before Klar and has told what is stored."""
    with tempfile.TemporaryDirectory(dir=program.work_place()) as room:
        folder, board = window_stage.fresh(Path(room)), Board()
        child = Child(lambda: _at_klar(Path(room), folder, place, board))
        child.until_ready()
        yield folder, child, board
        board.close()


def _at_klar(room: Path, folder: Path, place: str, board: Board) -> Callable[[], object]:
    window_stage.settle_in(room)
    # The same salts each time, so that pages fill alike and calls are found again by their number.
    os.urandom = Random(place).randbytes
    window = window_stage.main_window(window_stage.open_session(folder))
    names, klar = _KLAR[place]
    window_stage.play(_typing(window, place, names))
    board.note(tuple(_stored(window.desk.workspace)))

    def finishing() -> Script:
        klar(window)
        yield _AFTER

    return lambda: window_stage.play(finishing())


def _typing(window: MainWindow, place: str, names: tuple[str, ...]) -> Script:
    _OPENERS[place](window)
    yield 0.1
    for name in names:
        line = next(line for key, line in lines(window).items() if key.endswith(name))
        go_last(line)
        yield 0
        for letter in _TYPED:
            window_stage.type_letter(letter)
        yield 0
    faults = keep_drafts(window)
    expect(not faults, f"what was typed could not be kept: {faults}")


def _found(folder: Path) -> Stored:
    """Opened again, as the program opens it."""
    workspace = Workspace.open(folder, sample.PASSWORD, clock=sample.clock)
    problems = program.problems_of(workspace)
    expect(not problems, f"problems after opening: {problems}")
    found = _stored(workspace)
    workspace.close()
    return found


def _stored(workspace: Workspace) -> Stored:
    tables = {record_type.table for record_type in RECORD_TYPES}
    content = program.content_of(workspace)
    drafts = {draft.key: repr(sorted(draft.values.items())) for draft in workspace.store.drafts.all()}
    return Stored({name: content[name] for name in sorted(tables)}, drafts)


FINISHING_KILLS = Fault(
    "klar",
    "a kill at Klar leaves the record or its draft, never both, never neither",
    trials=trials,
    run=run,
    quick=16,
    prepare=prepare,
)
