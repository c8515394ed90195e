"""The steps of the first start, one question each."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QLayout, QLineEdit, QProgressBar, QWidget

from verkstad.domain.municipalities import municipalities
from verkstad.resource_files import resource_path
from verkstad.ui.kit.parts import button, column, restyle, row, text, tool
from verkstad.ui.kit.pick import PickButton
from verkstad.ui.password_strength import LEAST_LENGTH, strength


class Step(QWidget):
    """One question. `problem` says what is missing, `is_ready` whether Nästa may be pressed."""

    changed = Signal()

    def is_ready(self) -> bool:
        return True

    def problem(self) -> str:
        return ""

    def begin(self) -> None:
        """Puts the cursor where the typing starts."""


def asked_line(name: str, *, is_secret: bool = False) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setMaximumWidth(420)
    if is_secret:
        line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def _asked(words: str, field: QWidget, help_line: str = "", beside: QWidget | None = None) -> QWidget:
    """A label above its field, a line of help below, and perhaps a tool beside."""
    holder = QWidget()
    label = text(words)
    label.setBuddy(field)
    below = text(help_line, "help", wraps=True)
    below.setVisible(bool(help_line))
    line: QWidget | QLayout = field
    if beside is not None:
        line = row(field, beside, 0, space=4)
        line.setStretch(0, 100)  # as wide as it may be; what is left stands to the right of the tool
    holder.setLayout(column(label, line, below, space=4))
    return holder


class WelcomeStep(Step):
    begin_wanted = Signal()
    open_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(QIcon(str(resource_path("icons", "verkstad.png"))).pixmap(56, 56))
        self.begin_button = button("Skapa din verkstad", self.begin_wanted.emit, role="primary")
        self.open_button = button("Öppna en befintlig mapp", self.open_wanted.emit, icon="folder-open")
        self.demo_button = button("Titta på en påhittad verkstad", self.demo_wanted.emit, icon="eye")
        self.setLayout(
            column(
                0,
                picture,
                text("Välkommen till Verkstad", "title"),
                text(
                    "Här håller du reda på deltagare, praktik, arbetsgivare och månadens rapport. Allt ligger "
                    "krypterat på din egen dator. Ingenting skickas någonstans.",
                    wraps=True,
                ),
                8,
                row(self.begin_button, 0),
                row(self.open_button, self.demo_button, 0),
                8,
                text(f"Uppgifterna sparas i {folder}", "help", wraps=True),
                0,
                space=12,
            )
        )

    def offer_way_back(self) -> None:
        """Where there is a workshop already, none is made."""
        self.begin_button.setText("Tillbaka till låset")

    def begin(self) -> None:
        self.begin_button.setFocus()


class WorkshopStep(Step):
    def __init__(self) -> None:
        super().__init__()
        self._name = asked_line("Verkstadens namn")
        self._name.textChanged.connect(lambda _text: self.changed.emit())
        self.kommuner = PickButton(list(municipalities().items()), several=True, placeholder="Välj kommuner")
        self.kommuner.setAccessibleName("Kommuner")
        self.kommuner.setMaximumWidth(420)
        self.kommuner.changed.connect(self.changed)
        self.setLayout(
            column(
                text("Vad heter verkstaden?", "title"),
                _asked("Verkstadens namn", self._name, "Så som den ska stå på papper."),
                _asked(
                    "Kommuner", self.kommuner, "En eller flera. Skriv de första bokstäverna för att hitta."
                ),
                0,
                space=12,
            )
        )

    @property
    def name(self) -> str:
        return self._name.text().strip()

    @property
    def municipalities(self) -> tuple[str, ...]:
        return self.kommuner.chosen()

    def is_ready(self) -> bool:
        return bool(self.name and self.municipalities)

    def begin(self) -> None:
        self._name.setFocus()


class LeaderStep(Step):
    def __init__(self) -> None:
        super().__init__()
        self._name, self._phone, self._email = (
            asked_line("Ditt namn"),
            asked_line("Telefon"),
            asked_line("E-post"),
        )
        self._name.textChanged.connect(lambda _text: self.changed.emit())
        self.setLayout(
            column(
                text("Vem är du?", "title"),
                text("Du blir verkstadsledare och står som kontaktperson på papper.", "muted", wraps=True),
                _asked("Ditt namn", self._name),
                _asked("Telefon", self._phone, "Kan vänta."),
                _asked("E-post", self._email, "Kan vänta."),
                0,
                space=12,
            )
        )

    @property
    def name(self) -> str:
        return self._name.text().strip()

    @property
    def phone(self) -> str:
        return self._phone.text().strip()

    @property
    def email(self) -> str:
        return self._email.text().strip()

    def is_ready(self) -> bool:
        return bool(self.name)

    def begin(self) -> None:
        self._name.setFocus()


class PasswordStep(Step):
    def __init__(self) -> None:
        super().__init__()
        self._first, self._second = asked_line("Lösenord", is_secret=True), asked_line("Igen", is_secret=True)
        self.meter = QProgressBar()
        self.meter.setRange(0, 4)
        self.meter.setTextVisible(False)
        self.meter.setMaximumWidth(420)
        self.meter.setAccessibleName("Lösenordets styrka")
        self.words = text("", "help")
        self.eye = tool("eye", "Visa det du skriver", self._show_or_hide)
        for line in (self._first, self._second):
            line.textChanged.connect(self._judge)
        self.setLayout(
            column(
                text("Välj ett lösenord", "title"),
                text(
                    "Lösenordet låser upp allt. Ingen kan läsa uppgifterna utan det, inte heller den som får tag "
                    "i datorn. Tre eller fyra ord som inte hör ihop är bra och går att minnas.",
                    "muted",
                    wraps=True,
                ),
                _asked("Lösenord", self._first, beside=self.eye),
                self.meter,
                self.words,
                _asked("Lösenordet en gång till", self._second),
                0,
                space=8,
            )
        )
        self._judge()

    @property
    def password(self) -> str:
        return self._first.text()

    def _judge(self) -> None:
        level, words, tone = strength(self.password)
        self.meter.setValue(level)
        restyle(self.meter, "tone", tone)
        self.words.setText(words)
        self.changed.emit()

    def _show_or_hide(self) -> None:
        is_hidden = self._first.echoMode() == QLineEdit.EchoMode.Password
        for line in (self._first, self._second):
            line.setEchoMode(QLineEdit.EchoMode.Normal if is_hidden else QLineEdit.EchoMode.Password)
        self._first.setFocus()

    def is_ready(self) -> bool:
        return len(self.password) >= LEAST_LENGTH and bool(self._second.text())

    def problem(self) -> str:
        if self._first.text() != self._second.text():
            return "Lösenorden är inte lika. Skriv samma lösenord i båda fälten."
        return ""

    def begin(self) -> None:
        self._first.setFocus()
