"""Searches everything that the window shows or exports for a protected person, whose every text is a canary.

Proven: no page, card of another person, dialog, menu, list or print shows a text of the person or the workplace,
except the person's own card, which shows neither the workplace nor contact details; nor does an export or the stored
name of a change. The catalogues of the window list the surfaces.
"""

import functools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from python_calamine import CalamineWorkbook

from tests.faults import program, window_stage
from tests.faults.children import in_child
from tests.faults.fault import Fault, expect
from tests.faults.window_dialogs import OVER, PAGES
from tests.faults.window_imports import IMPORTS
from tests.faults.window_places import PLACES, Opener, card_tab
from tests.faults.window_readiness import until_keyed, until_there
from tests.faults.window_stage import Script, main_window, strike, type_letter
from tests.ui import sample
from tests.ui.surfaces import (
    PROTECTED,
    WORKPLACE,
    canaries,
    canary,
    fill_protected,
    told,
    words_in_sight,
)
from verkstad.domain.fields import DataClass
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace

_OWN = ("Översikt", "Plan", "Praktik", "Validering", "Uppgifter")
_WITH_EVERY_EMPLOYER = {"page employers", "new placement", "new placement there"}
_ABOUT_OTHER_THINGS = {*IMPORTS, "search hits", "search list", "message of a mishap", "context menu"}
"""Surfaces that show what is typed or imported at that moment; searching is tested separately here."""
_SEARCHED = "searched for by name"
_PROMPT = 0.05  # seconds


def _searched(window: MainWindow) -> None:
    window.show_page("today")
    strike(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    for letter in canary("participants", "last_name"):
        type_letter(letter)


_SURFACES: dict[str, Opener] = {
    **PAGES,
    **PLACES,
    **{name: opens for name, opens in OVER.items() if name not in _ABOUT_OTHER_THINGS},
    **{f"own card, {title}": card_tab("participants", PROTECTED, title) for title in _OWN},
    _SEARCHED: _searched,
}


@functools.cache
def _base() -> Path:
    folder = program.work_place() / "bases" / "protected"
    folder.parent.mkdir(exist_ok=True)

    def make() -> None:
        workspace = sample.new_workspace(folder)
        sample.fill(workspace)
        fill_protected(workspace)
        workspace.copying.make()
        workspace.close()

    in_child(make)
    return folder


def prepare() -> None:
    _base()


def trials() -> list[str]:
    return [*_LET_OUT, *_SURFACES]


def run(trial: str) -> None:
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        room = Path(place)
        shutil.copytree(_base(), room / "data")
        work = _LET_OUT.get(trial) or (lambda folder: _look(trial, folder))
        in_child(lambda: (work(room / "data"), None)[1])


def _look(name: str, folder: Path) -> None:
    window_stage.settle_in(folder.parent)
    session = window_stage.open_session(folder)

    def script() -> Script:
        yield from until_keyed()
        _SURFACES[name](main_window(session))
        if name in OVER:
            yield from until_there(name)
        yield _PROMPT
        is_own = name.startswith("own card") or name in ("protected participant", "reason")
        wanted = canaries(*([DataClass.PROTECTED] if is_own else _PERSONAL))
        if name == _SEARCHED:
            wanted.discard(canary("participants", "last_name"))  # it is in the search field, as typed
        found = told(words_in_sight(), wanted if name in _WITH_EVERY_EMPLOYER else wanted | {WORKPLACE})
        expect(not found, f"{name} tells {sorted(found)}: {sorted(found.values())}")

    window_stage.play(script())


_PERSONAL = (DataClass.PERSONAL, DataClass.SENSITIVE, DataClass.PROTECTED)


def _opened(folder: Path) -> Workspace:
    return Workspace.open(folder, sample.PASSWORD, clock=sample.clock)


def _export(folder: Path) -> None:
    """The person is left out and counted; with a reason everyone is included and the reason is logged."""
    workspace = _opened(folder)
    target = folder.parent / "ut.xlsx"
    expect(workspace.files.export(target) == 1, "it is not said how many were left out")
    words = _words_of(target)
    expect(not told(words, canaries(*_PERSONAL)), "the export tells of somebody protected")
    expect(len([one for one in words if one == WORKPLACE]) == 1, "the export tells where somebody works")
    expect(workspace.files.export(target, "Byter system") == 0, "some were left out in spite of a reason")
    expect(bool(told(_words_of(target), {canary("participants", "last_name")})), "the person is not in it")
    latest = workspace.store.log.of_record("participants", PROTECTED)[0]
    expect((latest.kind, "Byter system" in latest.name) == ("access.export.protected", True), "not logged")
    workspace.close()


def _words_of(path: Path) -> list[str]:
    book = CalamineWorkbook.from_path(path)
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return [str(cell) for row in rows for cell in row if cell not in ("", None)]


def _names(folder: Path) -> None:
    """Only a change whose name was stored, as older releases did, contains a text."""
    workspace = _opened(folder)
    rows = workspace.store.database.execute("SELECT name FROM change_names").fetchall()
    stored = [name for (name,) in rows if told([name], canaries(*_PERSONAL) | {WORKPLACE})]
    expect(stored == [f"Ny praktik: Arbetspraktik, {WORKPLACE}"], f"stored names tell: {stored}")
    shown = [past.change.name for past in workspace.history.latest(999)]
    expect(not told(shown, canaries(*_PERSONAL) | {WORKPLACE}), "a change names somebody protected")
    expect(not workspace.problems(), "the chain of the log is broken")
    workspace.close()


_LET_OUT: dict[str, Callable[[Path], None]] = {"export": _export, "names of changes": _names}

PROTECTED_PEOPLE = Fault(
    "protected",
    "a protected person is named on no surface, in no export and in no name of a change",
    trials=trials,
    run=run,
    quick=24,
    prepare=prepare,
)
