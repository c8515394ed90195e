"""One field widget for each kind of value: line, text, date, number, flag, choice, term and link."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from verkstad.domain import swedish
from verkstad.domain.fields import Fact, Kind
from verkstad.domain.written import tidy, tidy_lines
from verkstad.ui.kit.calendar import open_calendar
from verkstad.ui.kit.combo import Combo
from verkstad.ui.kit.dates import parse_date
from verkstad.ui.kit.parts import restyle, row, tool
from verkstad.ui.kit.pick import Option, PickButton

SHORT_LIST = 12  # a longer choice gets a search field


class Field(QWidget):
    """A value on the screen. `editor` is the widget with the focus."""

    changed = Signal()
    editor: QWidget

    def value(self) -> Any:
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        raise NotImplementedError

    def problem(self) -> str:
        """Return why the typed text cannot be read; empty if it can."""
        return ""

    def typed(self) -> str:
        """Return the text as typed, for fields where it may not be readable as a value."""
        return ""

    def show_typed(self, typed: str) -> None:
        """Show typed text, even if it cannot be read as a value."""

    def _hold(self, editor: QWidget, *beside: QWidget) -> None:
        self.editor = editor
        self.setLayout(row(editor, *beside, space=4))
        self.setFocusProxy(editor)


class LineField(Field):
    def __init__(self) -> None:
        super().__init__()
        self._line = QLineEdit()
        self._line.textEdited.connect(lambda _text: self.changed.emit())
        self._hold(self._line)

    def value(self) -> str:
        return tidy(self._line.text())

    def show_value(self, value: str) -> None:
        self._line.setText(value)
        self._line.setCursorPosition(0)


class _GrowingText(QPlainTextEdit):
    def __init__(self, lines: int) -> None:
        super().__init__()
        self._least = lines
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._grow)
        self._grow()

    def _grow(self) -> None:
        lines = max(self._least, min(14, self.document().size().toSize().height()))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 20)


class TextField(Field):
    def __init__(self, lines: int = 3) -> None:
        super().__init__()
        self._text = _GrowingText(lines)
        self._text.textChanged.connect(self.changed)
        self._hold(self._text)

    def value(self) -> str:
        return tidy_lines(self._text.toPlainText())

    def show_value(self, value: str) -> None:
        self._text.setPlainText(value)


class DateField(Field):
    """A date, typed in any form that `parse_date` reads or chosen in a calendar."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._line = QLineEdit()
        self._line.setPlaceholderText("ÅÅÅÅ-MM-DD")
        self._line.textEdited.connect(lambda _text: self.changed.emit())
        self._line.editingFinished.connect(self._write_out)
        calendar = tool("calendar-blank", "Välj i kalendern", self._open_calendar)
        calendar.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # keyboard users type into the line
        self._hold(self._line, calendar)

    def value(self) -> date | None:
        try:
            return parse_date(self._line.text(), self._today())
        except ValueError:
            return None

    def problem(self) -> str:
        try:
            parse_date(self._line.text(), self._today())
        except ValueError as fault:
            return str(fault)
        return ""

    def typed(self) -> str:
        return self._line.text()

    def show_typed(self, typed: str) -> None:
        self._line.setText(typed)

    def show_value(self, value: date | None) -> None:
        self._line.setText(value.isoformat() if value else "")

    def _write_out(self) -> None:
        """Replace what was typed, such as 5/10, by the full date, so that the user sees what is saved."""
        if day := self.value():
            self._line.setText(day.isoformat())

    def _open_calendar(self) -> None:
        def choose(chosen: date) -> None:
            self.show_value(chosen)
            self._line.setFocus()
            self.changed.emit()

        open_calendar(self._line, self.value() or self._today(), choose)


class NumberField(Field):
    """A number with a decimal comma; may be empty."""

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        self._fact = fact
        self._line = QLineEdit()
        self._line.setMaximumWidth(140)
        self._line.textEdited.connect(lambda _text: self.changed.emit())
        self._hold(self._line)
        self.layout().addStretch(1)  # type: ignore[union-attr]

    def _read(self) -> int | float | None:
        typed = self._line.text().replace("\u00a0", "").replace(" ", "").replace(",", ".")
        if not typed:
            return None
        found = Decimal(typed)
        if not found.is_finite() or (self._fact.decimals == 0 and found != found.to_integral_value()):
            raise InvalidOperation
        return float(found) if self._fact.decimals else int(found)

    def value(self) -> int | float | None:
        try:
            return self._read()
        except InvalidOperation:
            return None

    def problem(self) -> str:
        try:
            self._read()
        except InvalidOperation:
            return "Skriv ett tal." if self._fact.decimals else "Skriv ett helt tal."
        return ""

    def typed(self) -> str:
        return self._line.text()

    def show_typed(self, typed: str) -> None:
        self._line.setText(typed)

    def show_value(self, value: float | None) -> None:
        if value is None:
            self._line.clear()
            return
        shown = swedish.number_text(value, self._fact.decimals).replace(swedish.NARROW_SPACE, "")
        self._line.setText(shown.rstrip("0").rstrip(",") if "," in shown else shown)


class FlagField(Field):
    def __init__(self, label: str) -> None:
        super().__init__()
        self._box = QCheckBox(label)
        self._box.toggled.connect(lambda _on: self.changed.emit())
        self._hold(self._box)

    def value(self) -> bool:
        return self._box.isChecked()

    def show_value(self, value: bool) -> None:
        self._box.setChecked(bool(value))


class ChoiceField(Field):
    """One of a few options."""

    def __init__(self, options: Sequence[Option], empty: Any, *, required: bool) -> None:
        super().__init__()
        self._empty = empty
        self._combo = Combo()
        offered = list(options) if required else [(empty, "–"), *options]
        self._keys = [key for key, _label in offered]
        self._combo.addItems([label for _key, label in offered])
        self._combo.setPlaceholderText("Välj")
        self._combo.setCurrentIndex(-1 if required else 0)
        self._combo.activated.connect(lambda _at: self.changed.emit())
        self._hold(self._combo)

    def value(self) -> Any:
        at = self._combo.currentIndex()
        return self._keys[at] if at >= 0 else self._empty

    def show_value(self, value: Any) -> None:
        self._combo.setCurrentIndex(self._keys.index(value) if value in self._keys else -1)


class PickField(Field):
    """One or several of many options, with a search field."""

    def __init__(self, options: Sequence[Option], empty: Any, *, several: bool) -> None:
        super().__init__()
        self._empty, self._several = empty, several
        self._button = PickButton(options, several=several)
        self._button.changed.connect(self.changed)
        self._hold(self._button)

    def value(self) -> Any:
        chosen = self._button.chosen()
        if self._several:
            return chosen
        return chosen[0] if chosen else self._empty

    def show_value(self, value: Any) -> None:
        if self._several:
            self._button.choose(tuple(value))
        else:
            self._button.choose(() if value in (None, "") else (value,))


def make_field(fact: Fact, options: Callable[[Fact], Sequence[Option]], today: Callable[[], date]) -> Field:
    """Return the widget for a field's facts."""
    match fact.kind:
        case Kind.LINE:
            return LineField()
        case Kind.TEXT:
            return TextField()
        case Kind.DATE:
            return DateField(today)
        case Kind.NUMBER:
            return NumberField(fact)
        case Kind.FLAG:
            return FlagField(fact.label)
        case _:
            found = options(fact)
            empty = "" if fact.kind is Kind.TERM else None
            if fact.several or fact.kind is Kind.LINK or len(found) > SHORT_LIST:
                return PickField(found, empty, several=fact.several)
            return ChoiceField(found, empty, required=fact.required)


def mark_invalid(field: Field, *, is_invalid: bool) -> None:
    restyle(field.editor, "invalid", "true" if is_invalid else "false")
