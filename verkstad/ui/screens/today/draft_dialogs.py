"""Where a draft belongs, by its key: the dialog that the lock opens again, and the way there from Idag."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QTabWidget, QWidget

from verkstad.domain.draft_keys import form_of
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import Enrolment, ExitFollowUp, Note, Placement, PlacementFollowUp
from verkstad.ui.desk.page import PageWindow
from verkstad.ui.kit.dialogs import Dialog, RecordDialog
from verkstad.ui.kit.drafting import Drafts, KeepsDraft, OpensDraft

if TYPE_CHECKING:
    from verkstad.services.unfinished import Unfinished

Opener = Callable[[PageWindow, list[int]], object]


def open_draft(window: PageWindow, key: str) -> Dialog | None:
    """Opens the dialog that keeps its draft under the key; None when what it was about is gone."""
    dialog = _open_form(window, form_of(key))
    if isinstance(dialog, RecordDialog):
        dialog.go_on_with(key)
    return dialog


def _open_form(window: PageWindow, form: str) -> Dialog | None:
    for pattern, opener in _OPENERS:
        if found := re.fullmatch(pattern, form):
            try:
                dialog = opener(window, [int(number) for number in found.groups()])
            except VerkstadError:
                return None
            return dialog if isinstance(dialog, Dialog) else None
    return _ask_page(window, form)


def go_on_with(window: PageWindow, work: Unfinished) -> None:
    """Goes to whom the draft is about and opens it; raises VerkstadError when that is no longer there."""
    first = work.key.split("/")[0]
    if work.card is not None:
        window.open_record(*work.card)
    elif first in _SETTINGS:
        window.show_page("settings")
    choose_tab(window.page, _TABS.get(first, ""))
    if open_draft(window, work.key) is None:
        _show_field(window.page, work.key)


def discard_draft(window: QWidget, drafts: Drafts, key: str) -> None:
    """Throws a draft away, also where it stands in a card that is open behind the page."""
    drafts.clear(key)
    for part in window.findChildren(QWidget):
        if isinstance(part, KeepsDraft) and part.holds(key):
            part.discard()


def choose_tab(page: QWidget, title: str) -> None:
    for tabs in page.findChildren(QTabWidget):
        for at in range(tabs.count()):
            if tabs.tabText(at) == title:
                tabs.setCurrentIndex(at)


def _show_field(page: QWidget, key: str) -> None:
    """Puts the cursor in the part of a card that holds the draft."""
    for part in page.findChildren(QWidget):
        if isinstance(part, KeepsDraft) and part.holds(key) and part.isVisibleTo(page):
            part.setFocus()
            for area in page.findChildren(QScrollArea):
                if area.isAncestorOf(part):
                    area.ensureWidgetVisible(part)


def _new(kind: str, *names: str) -> Opener:
    def open_it(window: PageWindow, ids: list[int]) -> object:
        given = zip(names, ids, strict=True)
        return window.make_new(kind, {name: number for name, number in given if number})

    return open_it


def _ending(kind: str) -> Opener:
    def open_it(window: PageWindow, ids: list[int]) -> object:
        from verkstad.ui.screens import endings

        service = window.desk.workspace.participants
        if kind == "enrolment":
            return endings.end_enrolment(window.desk, window, service.get(Enrolment, ids[0]))
        if kind == "placement":
            return endings.end_placement(window.desk, window, service.get(Placement, ids[0]))
        if kind == "exit":
            return endings.follow_up_exit(window.desk, window, service.get(ExitFollowUp, ids[0]))
        placement_id, follow_up_id = ids
        follow_up = (
            service.get(PlacementFollowUp, follow_up_id)
            if follow_up_id
            else PlacementFollowUp(placement_id=placement_id, due_on=window.desk.workspace.today())
        )
        return endings.follow_up_placement(window.desk, window, follow_up)

    return open_it


def _path(kind: str) -> Opener:
    def open_it(window: PageWindow, ids: list[int]) -> object:
        from verkstad.ui.screens.participants import path_dialogs

        desk = window.desk
        place = desk.workspace
        if kind in ("track", "category"):
            change = path_dialogs.change_track if kind == "track" else path_dialogs.change_category
            return change(desk, window, place.participants.get(Enrolment, ids[0]))
        card = place.participant_views.card(ids[0])
        make = path_dialogs.new_referral if kind == "referral" else path_dialogs.new_enrolment
        return make(desk, window, card)

    return open_it


def _edit_note(window: PageWindow, ids: list[int]) -> object:
    from verkstad.ui.screens.participants.tabs import edit_note

    return edit_note(window.desk, window, window.desk.workspace.participants.get(Note, ids[0]))


def _begin_import(window: PageWindow, _ids: list[int]) -> object:
    """What the lock has stopped begins anew: the file may name somebody and is not remembered."""
    from verkstad.ui.screens.importing.dialog import begin_import

    return begin_import(window.desk, window.page, was_stopped=True)


def _stopped_step(window: PageWindow, way: str) -> None:
    from verkstad.ui.desk.stepping import tell_stopped

    tell_stopped(window, way)


def _ask_page(window: PageWindow, key: str) -> RecordDialog | None:
    """A register or card on the page that is shown knows its own."""
    for part in window.page.findChildren(QWidget):
        if isinstance(part, OpensDraft) and part.isVisibleTo(window):
            dialog = part.open_draft(key)
            if isinstance(dialog, RecordDialog):
                return dialog
    return None


_OPENERS: tuple[tuple[str, Opener], ...] = (
    (r"participants/new", _new("participant")),
    (r"employers/new", _new("employer")),
    (r"notes/new/(\d+)", _new("note", "participant_id")),
    (r"placements/new/(\d+)/(\d+)", _new("placement", "participant_id", "employer_id")),
    (r"validations/new/(\d+)", _new("validation", "participant_id")),
    (r"enrolments/(\d+)/end", _ending("enrolment")),
    (r"placements/(\d+)/end", _ending("placement")),
    (r"exit_follow_ups/(\d+)", _ending("exit")),
    (r"placement_follow_ups/(\d+)/(\d+)", _ending("follow-up")),
    (r"track_periods/(\d+)", _path("track")),
    (r"support_category_periods/(\d+)", _path("category")),
    (r"referrals/new/(\d+)", _path("referral")),
    (r"enrolments/new/(\d+)", _path("enrolment")),
    (r"notes/(\d+)", _edit_note),
    (r"imports/stopped", _begin_import),
    (r"history/undo", lambda window, _ids: _stopped_step(window, "undo")),
    (r"history/redo", lambda window, _ids: _stopped_step(window, "redo")),
)

_TABS = {
    "action_plans": "Plan",
    "participants": "Uppgifter",
    "enrolments": "Uppgifter",
    "referrals": "Uppgifter",
    "employers": "Uppgifter",
    "employer_contacts": "Kontakter",
    "contact_persons": "Personer",
    "workshops": "Verkstad",
    "staff_members": "Personal",
    "targets": "Mål",
    "terms": "Ordlistor",
    "modules": "Moduler",
}
"""In which tab of a card or of Inställningar a kind of draft stands."""
_SETTINGS = ("workshops", "staff_members", "targets", "terms", "modules")
