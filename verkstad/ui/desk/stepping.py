"""Undo and redo in the window: takes one step, shows its name, and names the records that were left unchanged."""

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

_AT_ONCE = 0.2  # seconds: work that takes longer gets a dialog
_SHOWN_AT_ONCE = 8


class _Words(NamedTuple):
    heading: str
    whole: str  # what happens meanwhile
    nothing: str  # there is no such step
    cancelled: str
    locked: str  # the program was locked before the step was done


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
    """Undo or redo one step, or undo the change `change_id` alone, and show the result.

    A large step is done in short slices, so that the lock never has to wait for it.
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
    """Say that the lock stopped the step."""
    window.banner.show_words(_WORDS[way].locked, "info")


def _tell(desk: Desk, parent: QWidget, step: HistoryStep, *, is_undo: bool) -> None:
    words = (undone_words if is_undo else redone_words)(step.name)
    desk.told.emit(words)
    if step.kept:
        tell_kept(parent, words, step.kept, step.unnamed)


def kept_words(count: int) -> str:
    """Return the heading for the records that were left unchanged, in singular or plural."""
    if count == 1:
        return "En uppgift är ändrad efteråt och lämnades som den är:"
    return f"{swedish.number_text(count)} uppgifter är ändrade efteråt och lämnades som de är:"


def tell_kept(parent: QWidget, heading: str, kept: Sequence[str], unnamed: int = 0) -> Dialog:
    """List the records that the step has not touched."""
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
