"""Quick entry of a contact with an employer, on one panel. The date is today."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from verkstad.domain.draft_kinds import NEW_CONTACT
from verkstad.domain.errors import InvalidRecord, VerkstadError
from verkstad.domain.fields import facts_of
from verkstad.domain.records import EmployerContact
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.drafting import DraftTimer, KeepsDraft, show_unread, unread
from verkstad.ui.kit.fields import Field, LineField, make_field, mark_invalid
from verkstad.ui.kit.flow import FlowLayout
from verkstad.ui.kit.parts import Banner, button, column, row, text
from verkstad.ui.kit.record_editor import from_draft, to_draft

_FIELDS = ("channel", "staff_id", "outcome", "words", "next_step", "next_on")
_WIDTHS = {"channel": 130, "staff_id": 160, "outcome": 170, "next_on": 160}


class QuickContact(KeepsDraft, QFrame):
    """Focus begins in the words; Enter in any line saves. The channel is telephone unless changed."""

    def __init__(self, desk: Desk, employer_id: int) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desk, self._employer_id = desk, employer_id
        self._key = NEW_CONTACT.key(employer_id)
        facts = facts_of(EmployerContact)
        self.fields: dict[str, Field] = {}
        for name in _FIELDS:
            is_line = name == "words"
            field = (
                LineField() if is_line else make_field(facts[name], desk.source.options, desk.source.today)
            )
            field.editor.setAccessibleName(facts[name].label)
            field.editor.setObjectName(f"quick_{name}")
            field.editor.installEventFilter(self)
            field.changed.connect(self._note_change)
            self.fields[name] = field
        self._blank()
        self.banner = Banner()
        self.save_button = button("Spara samtalet", self.save, role="primary")
        self._timer = DraftTimer(self, self._put_draft)
        holders = {name: self._labelled(facts[name].label, name) for name in _FIELDS}
        holders["words"] = self._labelled("Vad sades?", "words")
        holders["staff_id"] = self._labelled("Vem hos oss?", "staff_id")
        top = QWidget()
        top.setLayout(FlowLayout(holders["channel"], holders["staff_id"], holders["outcome"]))
        bottom = row(holders["next_step"], holders["next_on"], self.save_button)
        bottom.setStretch(0, 1)
        bottom.setAlignment(self.save_button, Qt.AlignmentFlag.AlignBottom)
        head = text("Ny kontakt i dag", "section")
        self.setLayout(column(head, self.banner, holders["words"], top, bottom, margin=12))
        self.setFocusProxy(self.fields["words"])
        order = [self.fields[name].editor for name in ("words", "next_step", "next_on")]
        order += [
            self.save_button,
            *(self.fields[name].editor for name in ("channel", "staff_id", "outcome")),
        ]
        for one, following in pairwise(order):  # last the fields whose defaults are usually right
            self.setTabOrder(one, following)
        if (draft := desk.workspace.drafts.get(self._key)) is not None:
            for name, value in from_draft(EmployerContact, draft).items():
                if name in self.fields:
                    self.fields[name].show_value(value)
            show_unread(self.fields, draft)

    def _labelled(self, label: str, name: str) -> QWidget:
        holder = QWidget()
        holder.setLayout(column(text(label, "help"), self.fields[name], space=2))
        if name in _WIDTHS:
            holder.setFixedWidth(_WIDTHS[name])
        return holder

    def _blank(self) -> None:
        for name, field in self.fields.items():
            field.show_value(None if name in ("next_on", "staff_id") else "")
        self.fields["channel"].show_value("phone")
        self.fields["staff_id"].show_value(self._desk.colleague)
        self._empty = self._values()

    def _values(self) -> dict[str, Any]:
        return {name: field.value() for name, field in self.fields.items()}

    def save(self) -> None:
        """Store the contact and clear the fields for the next one."""
        self.banner.hide()
        problems = {name: field.problem() for name, field in self.fields.items() if field.problem()}
        if not problems:
            values = self._values()
            if not any(values[name] for name in ("words", "outcome", "next_step")):
                self.banner.show_words("Skriv vad som sades, eller välj ett resultat.", "info")
                self.fields["words"].setFocus()
                return
            contact = EmployerContact(employer_id=self._employer_id, **values)
            try:
                with self._desk.workspace.drafts.ending(self._key):
                    self._desk.workspace.employers.register_contact(contact)
            except InvalidRecord as fault:
                problems = fault.problems
            except VerkstadError as fault:
                self.banner.show_words(str(fault))
                return
        for name, field in self.fields.items():
            mark_invalid(field, is_invalid=name in problems)
        if problems:
            self.banner.show_words(" ".join(problems.values()))
            return
        self._begin_anew()
        self.fields["words"].setFocus()

    def keep_draft(self) -> None:
        if not self._timer.isActive():
            return  # nothing typed since the last save
        self._timer.stop()
        self._put_draft()

    def holds(self, key: str) -> bool:
        return key == self._key

    def discard(self) -> None:
        self._desk.workspace.drafts.clear(self._key)
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._timer.stop()
        self._blank()

    def _put_draft(self) -> None:
        drafts, values, half = self._desk.workspace.drafts, self._values(), unread(self.fields)
        if half or values != self._empty:
            drafts.put(self._key, {**to_draft(EmployerContact, values), **half})
        else:  # the typed values have been taken back
            drafts.clear(self._key)

    def _note_change(self) -> None:
        self._timer.note_key()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and (
                isinstance(watched, QLineEdit) or event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self.save()
                return True
        return super().eventFilter(watched, event)
