"""A form made from the facts of a record type: labels, help, problems, and marks for missing values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from verkstad.domain.fields import Fact, Kind, Record, facts_of
from verkstad.ui.kit.fields import Field, make_field, mark_invalid
from verkstad.ui.kit.parts import column, row, text
from verkstad.ui.kit.pick import Option
from verkstad.ui.kit.visibility import show_if

_TWO_COLUMNS_FROM = 520  # pixels


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under a heading."""

    heading: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormSource:
    """The functions that the fields of a form call: options and today's date."""

    options: Callable[[Fact], Sequence[Option]]
    today: Callable[[], date]


class _Entry(QWidget):
    """A field with its label above and its help or problem below."""

    def __init__(self, name: str, fact: Fact, field: Field) -> None:
        super().__init__()
        self.name, self.fact, self.field = name, fact, field
        self.is_wide = fact.kind is Kind.TEXT
        is_flag = fact.kind is Kind.FLAG
        label = text("" if is_flag else fact.label)
        label.setBuddy(field)
        self._missing = text("saknas", "missing")
        self._missing.hide()
        self._below = text(fact.help, "help", wraps=True)
        show_if(self._below, bool(fact.help))
        field.editor.setAccessibleName(fact.label)
        field.editor.setAccessibleDescription(fact.help)
        field.editor.setObjectName(name)
        top = row(label, self._missing, 0)
        self.setLayout(column(top, field, self._below, 0, space=2))

    def show_problem(self, problem: str) -> None:
        self._below.setText(problem or self.fact.help)
        show_if(self._below, bool(self._below.text()))
        self._below.setProperty("role", "problem" if problem else "help")
        self._below.style().polish(self._below)
        self.field.editor.setAccessibleDescription(problem or self.fact.help)
        mark_invalid(self.field, is_invalid=bool(problem))

    def mark_missing(self, *, is_missing: bool) -> None:
        show_if(self._missing, is_missing)


class RecordForm(QWidget):
    """The form. It emits changes and returns values; its owner decides what they mean."""

    changed = Signal()

    def __init__(self, record_type: type[Record], sections: Sequence[Section], source: FormSource) -> None:
        super().__init__()
        facts = facts_of(record_type)
        self._sections: list[tuple[QLabel | None, list[_Entry]]] = []
        self._entries: dict[str, _Entry] = {}
        for section in sections:
            heading = text(section.heading, "section") if section.heading else None
            entries = []
            for name in section.names:
                entry = _Entry(name, facts[name], make_field(facts[name], source.options, source.today))
                entry.field.changed.connect(self.changed)
                entries.append(entry)
                self._entries[name] = entry
            self._sections.append((heading, entries))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self.setLayout(self._grid)
        self._columns = 0
        self._below: dict[int, QWidget] = {}
        self._arrange(2)

    def show_section(self, heading: str, *, is_shown: bool) -> None:
        """Show or hide a section; hidden fields keep their values."""
        for label, entries in self._sections:
            if label is not None and label.text() == heading:
                for part in (label, *entries):
                    show_if(part, is_shown)

    def put_below(self, section: int, part: QWidget) -> None:
        """Put a widget that is no field of the record below a section."""
        self._below[section] = part
        columns, self._columns = self._columns, 0
        self._arrange(columns)

    def field(self, name: str) -> Field:
        return self._entries[name].field

    def fields(self) -> dict[str, Field]:
        return {name: entry.field for name, entry in self._entries.items()}

    def names(self) -> Iterable[str]:
        return self._entries

    def show_record(self, record: Record) -> None:
        self.show_values({name: getattr(record, name) for name in self._entries})

    def show_values(self, values: Mapping[str, Any]) -> None:
        self.blockSignals(True)
        for name, value in values.items():
            if name in self._entries:
                self._entries[name].field.show_value(value)
        self.blockSignals(False)

    def values(self) -> dict[str, Any]:
        return {name: entry.field.value() for name, entry in self._entries.items()}

    def problems(self) -> dict[str, str]:
        """Return the problems of fields whose text cannot be read, by field name."""
        found = {name: entry.field.problem() for name, entry in self._entries.items()}
        return {name: problem for name, problem in found.items() if problem}

    def show_problems(self, problems: Mapping[str, str]) -> str:
        """Show each problem below its field and focus the first one. Return the problems without a visible field."""
        for name, entry in self._entries.items():
            entry.show_problem(problems.get(name, ""))
        here = [name for name, entry in self._entries.items() if name in problems and not entry.isHidden()]
        if here:
            self._entries[here[0]].field.setFocus()
        return " ".join(words for name, words in problems.items() if name not in here)

    def mark_missing(self, labels: Iterable[str]) -> None:
        """Mark empty fields whose label is in `labels`, as a reminder to fill them in."""
        wanted = set(labels)
        for entry in self._entries.values():
            is_empty = entry.field.value() in ("", None, ())
            entry.mark_missing(is_missing=is_empty and entry.fact.label in wanted)

    def focus_first(self) -> None:
        next(iter(self._entries.values())).field.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if event.size().width() >= _TWO_COLUMNS_FROM else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        at, side = 0, 0
        for section, (heading, entries) in enumerate(self._sections):
            at, side = (at + 1 if side else at), 0
            if heading is not None:
                self._grid.addWidget(heading, at, 0, 1, columns)
                at += 1
            for entry in entries:
                if entry.is_wide or columns == 1:
                    at = at + 1 if side else at
                    self._grid.addWidget(entry, at, 0, 1, columns)
                    at, side = at + 1, 0
                else:
                    self._grid.addWidget(entry, at, side)
                    at, side = (at, 1) if side == 0 else (at + 1, 0)
            if section in self._below:
                at, side = (at + 1 if side else at), 0
                self._grid.addWidget(self._below[section], at, 0, 1, columns)
                at += 1
        for number in range(self._grid.rowCount()):
            self._grid.setRowStretch(number, 0)
        self._grid.setRowStretch(at + 1, 1)  # spare height goes below the last row
        for number in range(2):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
