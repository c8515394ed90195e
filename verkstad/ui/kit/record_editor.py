"""A form with its draft: typed values are saved within two seconds, and Klar stores them as a change."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from verkstad.domain.draft_keys import form_of, free_key
from verkstad.domain.errors import InvalidRecord, VerkstadError
from verkstad.domain.fields import Kind, Record, facts_of
from verkstad.ui.kit.drafting import Drafts, DraftTimer, KeepsDraft, show_unread, unread
from verkstad.ui.kit.parts import Banner, button, column, row, text
from verkstad.ui.kit.record_form import FormSource, RecordForm, Section
from verkstad.ui.kit.visibility import show_if

if TYPE_CHECKING:
    from verkstad.domain.draft_keys import Draft


def to_draft(record_type: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values in the form a draft stores: dates as text, tuples as lists."""
    kinds = {name: fact.kind for name, fact in facts_of(record_type).items()}

    def plain(name: str, value: Any) -> Any:
        if kinds[name] is Kind.DATE:
            return value.isoformat() if value else None
        if kinds[name] is Kind.CHOICE:
            return str(value) if value is not None else None
        return list(value) if isinstance(value, tuple) else value

    return {name: plain(name, value) for name, value in values.items()}


def from_draft(record_type: type[Record], draft: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a draft; fields that the record type no longer has are left out."""
    facts = facts_of(record_type)
    found: dict[str, Any] = {}
    for name, value in draft.items():
        if name not in facts:
            continue
        fact = facts[name]
        if fact.kind is Kind.DATE and value:
            value = date.fromisoformat(value)
        elif fact.kind is Kind.CHOICE and value is not None and fact.choices is not None:
            value = next((one for one in fact.choices if one == value), None)
        found[name] = tuple(value) if fact.several else value
    return found


class EditorPart(Protocol):
    """A widget next to the form that shares its draft, such as the steps of a plan."""

    changed: Any

    def is_changed(self) -> bool: ...

    def draft(self) -> Any: ...

    def show_draft(self, kept: Any) -> None: ...

    def reset(self) -> None: ...


class RecordEditor(KeepsDraft, QWidget):
    """Edits one record. `save` stores it and may raise VerkstadError; `saved` emits the stored record."""

    saved = Signal(object)

    def __init__(
        self,
        record: Record,
        sections: Sequence[Section],
        source: FormSource,
        drafts: Drafts,
        save: Callable[[Any], Any],
        *,
        key: str = "",
        done: str = "Klar",
        is_proposal: bool = False,
    ) -> None:
        super().__init__()
        self.record = record
        self._type, self._drafts, self._save = type(record), drafts, save
        self.today = source.today
        self._is_proposal = is_proposal or not record.id  # may be stored unchanged
        self._is_finishing = False
        self._parts: dict[str, EditorPart] = {}
        self.key = key or f"{record.table}/{record.id or 'new'}"  # of the draft
        self.form = RecordForm(self._type, sections, source)
        self.form.show_record(record)
        self._base = self.form.values()  # the field values of the record before anything is typed
        self.banner = Banner()
        self.state = text("", "muted", wraps=True)
        self.done_button = button(done, self.finish, icon="check", role="primary", tip="Ctrl+Enter")
        self.discard_button = button("Ta bort utkastet", self.discard, role="link")
        self._timer = DraftTimer(self, self.keep_draft)
        footer = row(self.done_button, self.discard_button, self.state, 0)
        self.footer = QWidget()
        self.footer.setLayout(footer)
        self.setLayout(column(self.banner, self.form, self.footer, space=12))
        self._restore()
        self.form.changed.connect(self._note_change)
        for editor in (self.form.field(name).editor for name in self.form.names()):
            editor.installEventFilter(self)

    def attach(self, name: str, part: EditorPart) -> None:
        """Let a widget share the draft and the Klar button of the form."""
        self._parts[name] = part
        draft = self._drafts.get(self.key) or {}
        if name in draft:
            part.show_draft(draft[name])
        part.changed.connect(self._note_change)

    @property
    def is_changed(self) -> bool:
        return bool(self._typed()) or any(part.is_changed() for part in self._parts.values())

    def _typed(self) -> dict[str, Any]:
        """Return the readable fields that differ from the record."""
        problems = self.form.problems()
        return {
            name: value
            for name, value in self.form.values().items()
            if name not in problems and value != self._base[name]
        }

    def show_record(self, record: Record) -> None:
        """Show a newer version of the record; fields that the user has changed keep their typed values."""
        busy = {*self._typed(), *self.form.problems()}
        self.record = record
        shown = self.form.values()
        newer = {name: getattr(record, name) for name in self.form.names()}
        self.form.show_values(
            {name: value for name, value in newer.items() if name not in busy and value != shown[name]}
        )
        shown = self.form.values()
        self._base = {name: newer[name] if name in busy else shown[name] for name in newer}

    def keep_draft(self) -> None:
        if self._is_finishing:  # the page is rebuilt during the save; the draft is a record by now
            return
        self._timer.stop()
        if not self.has_draft:
            return
        parts = {name: part.draft() for name, part in self._parts.items() if part.is_changed()}
        draft = {**to_draft(self._type, self._typed()), **unread(self.form.fields()), **parts}
        if draft:
            self._drafts.put(self.key, draft)
            self._show_state(has_draft=True, words="Utkastet är sparat. Klar gör det till en ändring.")
        else:  # the typed values have been taken back
            self._drafts.clear(self.key)
            self._show_state(has_draft=False)

    def holds(self, key: str) -> bool:
        return key == self.key

    def begin_anew(self) -> None:
        """Start a new draft next to the existing ones, which stay unchanged."""
        self.turn_to(free_key(form_of(self.key), {draft.key for draft in self._drafts.all()}))

    def turn_to(self, key: str) -> None:
        """Show the draft with this key instead. The caller must save the current draft first."""
        self._timer.stop()
        self.key = key
        self.form.show_record(self.record)
        self.form.show_problems({})
        self._restore()

    def other_draft(self) -> Draft | None:
        """Return the newest other draft of the same form."""
        form = form_of(self.key)
        others = [one for one in self._drafts.all() if form_of(one.key) == form and one.key != self.key]
        return max(others, key=lambda one: one.saved_at, default=None)

    def discard(self) -> None:
        """Delete the draft and show the record as stored."""
        self._timer.stop()
        self._drafts.clear(self.key)
        self.form.show_record(self.record)
        self._base = self.form.values()
        for part in self._parts.values():
            part.reset()
        self.form.show_problems({})
        self._show_state(has_draft=False)

    def finish(self) -> None:
        """Store the draft as a change, or show why it is refused."""
        self.banner.hide()
        problems = self.form.problems()
        if not problems:
            self._is_finishing = True
            try:
                wanted = dataclasses.replace(self.record, **self._typed())
                with self._drafts.ending(self.key):
                    self.record = self._save(wanted) or wanted
            except InvalidRecord as fault:
                problems = fault.problems
            except VerkstadError as fault:
                self.banner.show_words(str(fault))
                return
            finally:
                self._is_finishing = False
        if rest := self.form.show_problems(problems):
            self.banner.show_words(rest)
        if problems:
            return
        self._timer.stop()
        if isinstance(self.record, self._type):  # `save` may return a record of another type
            self.form.show_record(self.record)
        self._base = self.form.values()
        self._show_state(has_draft=False)
        self.saved.emit(self.record)

    def _restore(self) -> None:
        draft = self._drafts.get(self.key)
        if draft is not None:
            self.form.show_values(from_draft(self._type, draft))
            show_unread(self.form.fields(), draft)
        self._show_state(
            has_draft=draft is not None, words="Ditt utkast är kvar." if draft is not None else ""
        )

    def _show_state(self, *, has_draft: bool, words: str = "") -> None:
        self.has_draft = has_draft
        self.state.setText(words)
        show_if(self.discard_button, has_draft)
        self.done_button.setEnabled(has_draft or self._is_proposal)

    def _note_change(self) -> None:
        self.has_draft = True
        self.done_button.setEnabled(True)
        self.state.setText("")
        self._timer.note_key()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in a line, or Ctrl+Enter anywhere, presses Klar."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if is_enter and (with_control or isinstance(watched, QLineEdit)):
                if self.done_button.isEnabled():
                    self.finish()
                return True
        return super().eventFilter(watched, event)
