"""Kills the window at Klar, at each call that writes: typed values are a record or a draft, never both or neither.

Each trial types the same letters into the same form and presses Klar, in its own window process. An undisturbed run
shows what the folder contains before and after, and which calls are made between.
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
"""Kill points for each form: each sync or truncation and the call after it; the others are chosen by the seed."""
_OPENERS = {**PLACES, "protection": PLACES["details"]}
SET_UPS = 3
"""Attempts at a trial whose kill did not hit the intended call."""
_TYPED = "Skog"
_AFTER = 0.2  # seconds in which the window shows the result
_KLAR: dict[str, tuple[tuple[str, ...], Callable[[MainWindow], None]]] = {}
"""The fields to type into for each form, and the action that is its Klar."""


def _control_enter(_window: MainWindow) -> None:
    strike(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def _enter(_window: MainWindow) -> None:
    strike(Qt.Key.Key_Return)


def _next_heading(window: MainWindow) -> None:
    """A report has no Klar: its text is stored when another heading is selected."""
    window.page.card.headings.setCurrentRow(1)  # type: ignore[attr-defined]


def _protect(window: MainWindow) -> None:
    """Change the protection too: the card is rebuilt during the save, because other fields may be shown."""
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
    """The content of the folder: records and drafts."""

    records: Content
    drafts: dict[str, str]


def prepare() -> None:
    tracing.need_strace()
    window_stage.base()


def trials() -> list[str]:
    return [f"{place}/{at}" for place in _KLAR for at in range(POINTS)]


@functools.cache
def unbroken(place: str) -> tuple[list[Call], Stored, Stored]:
    """Return the calls of an undisturbed Klar, and the content of the folder before and after it."""
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
    """Yield a folder and a window in a child process, just before Klar; the board holds what is stored."""
    with tempfile.TemporaryDirectory(dir=program.work_place()) as room:
        folder, board = window_stage.fresh(Path(room)), Board()
        child = Child(lambda: _at_klar(Path(room), folder, place, board))
        child.until_ready()
        yield folder, child, board
        board.close()


def _at_klar(room: Path, folder: Path, place: str, board: Board) -> Callable[[], object]:
    window_stage.settle_in(room)
    # The same salts each time, so that pages have the same content and calls keep their numbers.
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
    """Open the folder as the program does and return its content."""
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
