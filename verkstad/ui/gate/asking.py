"""Fields that first start and the key dialogs share: a labelled line, and a new password typed twice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QLineEdit, QProgressBar, QWidget

from verkstad.ui.gate.password_strength import LEAST_LENGTH, strength
from verkstad.ui.kit.parts import column, restyle, row, text, tool
from verkstad.ui.kit.visibility import show_if


def asked_line(name: str, *, is_secret: bool = False) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setMaximumWidth(420)
    if is_secret:
        line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def asked(words: str, field: QWidget, help_line: str = "", beside: QWidget | None = None) -> QWidget:
    """Return a field with its label above, an optional help line below and an optional tool button to its right."""
    holder = QWidget()
    label = text(words)
    label.setBuddy(field)
    below = text(help_line, "help", wraps=True)
    show_if(below, bool(help_line))
    line: QWidget | QLayout = field
    if beside is not None:
        line = row(field, beside, 0, space=4)
        line.setStretch(0, 100)  # the line takes its full width; spare width goes to the right of the tool
    holder.setLayout(column(label, line, below, space=4))
    return holder


class NewPassword(QWidget):
    """Two password lines that must be equal, and a meter that shows the strength."""

    changed = Signal()

    def __init__(self, label: str = "Lösenord") -> None:
        super().__init__()
        self.first = asked_line(label, is_secret=True)
        self.second = asked_line("Lösenordet en gång till", is_secret=True)
        self.meter = QProgressBar()
        self.meter.setRange(0, 4)
        self.meter.setTextVisible(False)
        self.meter.setMaximumWidth(420)
        self.meter.setAccessibleName("Lösenordets styrka")
        self.words = text("", "help")
        self.eye = tool("eye", "Visa det du skriver", self._show_or_hide)
        for line in (self.first, self.second):
            line.textChanged.connect(self._judge)
        self.setLayout(
            column(
                asked(label, self.first, beside=self.eye),
                self.meter,
                self.words,
                asked("Lösenordet en gång till", self.second),
                space=8,
            )
        )
        self._judge()
        self.setTabOrder(self.first, self.second)
        self.setTabOrder(self.second, self.eye)  # Tab goes from the first line directly to the second
        self.setFocusProxy(self.first)

    @property
    def password(self) -> str:
        return self.first.text()

    def is_ready(self) -> bool:
        return len(self.password) >= LEAST_LENGTH and bool(self.second.text())

    def problem(self) -> str:
        if self.first.text() != self.second.text():
            return "Lösenorden är inte lika. Skriv samma lösenord i båda fälten."
        return ""

    def _judge(self) -> None:
        level, words, tone = strength(self.password)
        self.meter.setValue(level)
        restyle(self.meter, "tone", tone)
        self.words.setText(words)
        self.changed.emit()

    def _show_or_hide(self) -> None:
        is_hidden = self.first.echoMode() == QLineEdit.EchoMode.Password
        for line in (self.first, self.second):
            line.setEchoMode(QLineEdit.EchoMode.Normal if is_hidden else QLineEdit.EchoMode.Password)
        self.first.setFocus()
