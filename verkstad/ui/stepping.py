"""Undo and redo in the window: one step, in words, and what it let alone by name."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.changes import redone_words, undone_words
from verkstad.services.history import History
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button, column, scrolled, text

_SHOWN_AT_ONCE = 8


def step_in_history(parent: QWidget, history: History, *, is_undo: bool) -> str:
    """Takes one step back or forth and says what was done, or that there is nothing; raises VerkstadError."""
    if (history.undoable() if is_undo else history.redoable()) is None:
        return "Det finns inget att ångra." if is_undo else "Det finns inget att göra om."
    step = history.undo() if is_undo else history.redo()
    words = (undone_words if is_undo else redone_words)(step.name)
    if step.kept:
        tell_kept(parent, words, step.kept)
    return words


def kept_words(count: int) -> str:
    """What was left as it is, in the right number."""
    if count == 1:
        return "En uppgift är ändrad efteråt och lämnades som den är:"
    return f"{swedish.number_text(count)} uppgifter är ändrade efteråt och lämnades som de är:"


def tell_kept(parent: QWidget, heading: str, kept: Sequence[str]) -> Dialog:
    """Lists the records that a step back or forth has not touched."""
    dialog = Dialog(parent, heading, kept_words(len(kept)))
    names = QWidget()
    names.setLayout(column(*(text(name, wraps=True) for name in kept), 0, space=4))
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
