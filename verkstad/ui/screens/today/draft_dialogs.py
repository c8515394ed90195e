"""Finds the dialog or field of a draft by its key, for reopening after a lock and for Idag."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QWidget

from verkstad.domain import draft_kinds
from verkstad.domain.draft_keys import form_of
from verkstad.domain.draft_kinds import DraftKind, kind_of
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Record
from verkstad.domain.records import Enrolment, ExitFollowUp, Note, Placement, PlacementFollowUp
from verkstad.ui.desk.page import PageWindow, show_tab
from verkstad.ui.desk.stepping import tell_stopped
from verkstad.ui.kit.dialogs import Dialog, RecordDialog
from verkstad.ui.kit.drafting import KeepsDraft, OpensDraft
from verkstad.ui.screens import endings
from verkstad.ui.screens.importing.dialog import begin_import
from verkstad.ui.screens.participants import path_dialogs
from verkstad.ui.screens.participants.tabs import edit_note

if TYPE_CHECKING:
    from verkstad.services.unfinished import Unfinished

Opener = Callable[..., object]  # called with the window and the ids in the key


def open_draft(window: PageWindow, key: str) -> Dialog | None:
    """Open the dialog of the draft with this key. Return None if its record no longer exists or it has no dialog."""
    if key in _STOPPED:
        return _as_dialog(_STOPPED[key](window))
    kind, ids = kind_of(key) or (None, ())
    if kind in _DIALOGS:
        try:
            dialog = _as_dialog(_DIALOGS[kind](window, *ids))
        except VerkstadError:
            return None
    else:
        dialog = _ask_page(window, form_of(key))
    if isinstance(dialog, RecordDialog):
        dialog.go_on_with(key)
    return dialog


def _as_dialog(opened: object) -> Dialog | None:
    return opened if isinstance(opened, Dialog) else None


def go_on_with(window: PageWindow, work: Unfinished) -> None:
    """Show the record of the draft and open the draft. Raises VerkstadError if the record no longer exists."""
    kind, _ids = kind_of(work.key) or (None, ())
    if work.card is not None:
        window.open_record(*work.card)
    elif kind not in _DIALOGS:
        window.show_register(work.key.partition("/")[0])
    if kind is not None:
        show_tab(window.page, kind.tab)
    if open_draft(window, work.key) is None:
        _show_field(window.page, work.key)


def _show_field(page: QWidget, key: str) -> None:
    """Focus the widget of a card that holds the draft."""
    for part in page.findChildren(QWidget):
        if isinstance(part, KeepsDraft) and part.holds(key) and part.isVisibleTo(page):
            part.setFocus()
            for area in page.findChildren(QScrollArea):
                if area.isAncestorOf(part):
                    area.ensureWidgetVisible(part)


def _ask_page(window: PageWindow, key: str) -> RecordDialog | None:
    """Let a register or card on the current page open the draft."""
    for part in (window.page, *window.page.findChildren(QWidget)):
        if isinstance(part, OpensDraft) and part.isVisibleTo(window):
            dialog = part.open_draft(key)
            if isinstance(dialog, RecordDialog):
                return dialog
    return None


def _new(kind: str, *names: str) -> Opener:
    """Return an opener for a new record of new_menu; the ids of the key are its links, in the order of `names`."""

    def open_it(window: PageWindow, *ids: int) -> object:
        given = zip(names, ids, strict=True)
        return window.make_new(kind, {name: number for name, number in given if number})

    return open_it


def _of(record_type: type[Record], opens: Callable[..., Dialog]) -> Opener:
    """Return an opener for a dialog about a stored record."""

    def open_it(window: PageWindow, record_id: int) -> object:
        record = window.desk.workspace.participants.get(record_type, record_id)
        return opens(window.desk, window, record)

    return open_it


def _of_person(opens: Callable[..., Dialog]) -> Opener:
    """Return an opener for a dialog about a participant's card."""

    def open_it(window: PageWindow, participant_id: int) -> object:
        return opens(window.desk, window, window.desk.workspace.participant_views.card(participant_id))

    return open_it


def _placement_follow_up(window: PageWindow, placement_id: int, follow_up_id: int) -> object:
    """Open a planned follow-up, or a new one."""
    if follow_up_id:
        return _of(PlacementFollowUp, endings.follow_up_placement)(window, follow_up_id)
    new = PlacementFollowUp(placement_id=placement_id, due_on=window.desk.workspace.today())
    return endings.follow_up_placement(window.desk, window, new)


def _import(window: PageWindow) -> object:
    """Start an import again that a lock has stopped. The file is not remembered: its name may be personal."""
    return begin_import(window.desk, window.page, was_stopped=True)


_DIALOGS: dict[DraftKind | None, Opener] = {
    draft_kinds.NEW_PARTICIPANT: _new("participant"),
    draft_kinds.NEW_EMPLOYER: _new("employer"),
    draft_kinds.NEW_NOTE: _new("note", "participant_id"),
    draft_kinds.NEW_PLACEMENT: _new("placement", "participant_id", "employer_id"),
    draft_kinds.NEW_VALIDATION: _new("validation", "participant_id"),
    draft_kinds.NOTE: _of(Note, edit_note),
    draft_kinds.NEW_REFERRAL: _of_person(path_dialogs.new_referral),
    draft_kinds.NEW_ENROLMENT: _of_person(path_dialogs.new_enrolment),
    draft_kinds.TRACK_CHANGE: _of(Enrolment, path_dialogs.change_track),
    draft_kinds.CATEGORY_CHANGE: _of(Enrolment, path_dialogs.change_category),
    draft_kinds.ENROLMENT_END: _of(Enrolment, endings.end_enrolment),
    draft_kinds.PLACEMENT_END: _of(Placement, endings.end_placement),
    draft_kinds.EXIT_FOLLOW_UP: _of(ExitFollowUp, endings.follow_up_exit),
    draft_kinds.PLACEMENT_FOLLOW_UP: _placement_follow_up,
}
"""Dialogs that can open over any page. The other kinds are opened by the card or register that shows them."""

_STOPPED: dict[str, Callable[[PageWindow], object]] = {
    "imports/stopped": _import,
    "history/undo": lambda window: tell_stopped(window, "undo"),
    "history/redo": lambda window: tell_stopped(window, "redo"),
}
"""Work that the lock stopped and that has no draft."""
