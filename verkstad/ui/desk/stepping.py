"""Undo and redo in the window: one step, in words, and what it let alone by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.changes import redone_words, undone_words
from verkstad.domain.errors import VerkstadError
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.page import PageWindow
from verkstad.ui.desk.work_dialog import WorkDialog, take_up
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button, column, scrolled, text

if TYPE_CHECKING:
    from verkstad.services.history import HistoryStep

_AT_ONCE = 0.2  # seconds: what takes longer is waited for in a dialog
_SHOWN_AT_ONCE = 8


class _Words(NamedTuple):
    heading: str
    whole: str  # how it is done
    nothing: str  # there is no such step
    cancelled: str
    locked: str  # the lock came before it was done


_WORDS = {
    "undo": _Words(
        "Ändringen ångras",
        "Det kan ta en stund. Avbryter du blir ingenting ångrat.",
        "Det finns inget att ångra.",
        "Du avbröt, så ingenting är ångrat.",
        "Verkstaden låstes innan ändringen var ångrad, så ingenting är ångrat. Ångra igen om du vill.",
    ),
    "redo": _Words(
        "Ändringen görs om",
        "Det kan ta en stund. Avbryter du blir ingenting gjort om.",
        "Det finns inget att göra om.",
        "Du avbröt, så ingenting är gjort om.",
        "Verkstaden låstes innan ändringen var gjord om, så ingenting är gjort om. Gör om igen om du vill.",
    ),
}


def step_in_history(desk: Desk, parent: QWidget, *, is_undo: bool, change_id: int | None = None) -> None:
    """Takes one step back or forth, or an earlier change back by itself, and says what came of it.

    A large one is done in turns, so that the lock never has to wait for it.
    """
    history = desk.workspace.history
    way = "undo" if is_undo else "redo"
    words = _WORDS[way]
    try:
        target = history.undoable(change_id) if is_undo else history.redoable()
        if target is None and change_id is None:
            desk.told.emit(words.nothing)
            return
        work = take_up(desk, parent, history.undoing(change_id) if is_undo else history.redoing())
        if work.go_on(_AT_ONCE):
            _tell(desk, parent, work.result, is_undo=is_undo)
            return
    except VerkstadError as fault:
        desk.failed.emit(str(fault))
        return
    name = f"{target.name}.\n\n" if target else ""
    dialog = WorkDialog(
        desk,
        parent,
        words.heading,
        f"{name}{words.whole}",
        cancelled=words.cancelled,
        reopens_as=f"history/{way}",
    )
    dialog.made.connect(lambda step: _tell(desk, parent, step, is_undo=is_undo))
    dialog.refused.connect(desk.failed)
    dialog.go_on_with(work)
    dialog.open_fitted()


def tell_stopped(window: PageWindow, way: str) -> None:
    """After the lock that came before a step was done."""
    window.banner.show_words(_WORDS[way].locked, "info")


def _tell(desk: Desk, parent: QWidget, step: HistoryStep, *, is_undo: bool) -> None:
    words = (undone_words if is_undo else redone_words)(step.name)
    desk.told.emit(words)
    if step.kept:
        tell_kept(parent, words, step.kept, step.unnamed)


def kept_words(count: int) -> str:
    """What was left as it is, in the right number."""
    if count == 1:
        return "En uppgift är ändrad efteråt och lämnades som den är:"
    return f"{swedish.number_text(count)} uppgifter är ändrade efteråt och lämnades som de är:"


def tell_kept(parent: QWidget, heading: str, kept: Sequence[str], unnamed: int = 0) -> Dialog:
    """Lists the records that a step back or forth has not touched."""
    dialog = Dialog(parent, heading, kept_words(len(kept) + unnamed))
    lines = [*kept, f"… och {swedish.number_text(unnamed)} till"] if unnamed else kept
    names = QWidget()
    names.setLayout(column(*(text(line, wraps=True) for line in lines), 0, space=4))
    if len(kept) > _SHOWN_AT_ONCE:
        area = scrolled(names)
        area.setMinimumHeight(240)
        dialog.add(area)
    else:
        dialog.add(names)
    close = button("Stäng", dialog.accept, role="primary")
    dialog.add_buttons(close)
    dialog.open_fitted()
    close.setFocus()
    return dialog
