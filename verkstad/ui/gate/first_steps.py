"""The steps of first start, one question each."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QWidget

from verkstad.domain.municipalities import municipalities
from verkstad.domain.written import tidy
from verkstad.resource_files import resource_path
from verkstad.ui.gate.asking import NewPassword, asked, asked_line
from verkstad.ui.kit.parts import button, column, row, text
from verkstad.ui.kit.pick import PickButton


class GuideStep(QWidget):
    """One question. `problem` says what is missing, `is_ready` whether Nästa is enabled."""

    changed = Signal()

    def is_ready(self) -> bool:
        return True

    def problem(self) -> str:
        return ""

    def begin(self) -> None:
        """Focus the first field."""


class WelcomeStep(GuideStep):
    begin_wanted = Signal()
    open_wanted = Signal()
    demo_wanted = Signal()
    move_wanted = Signal()
    place_wanted = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(QIcon(str(resource_path("icons", "verkstad.png"))).pixmap(56, 56))
        self.begin_button = button("Skapa din verkstad", self.begin_wanted.emit, role="primary")
        self.open_button = button("Öppna en befintlig mapp", self.open_wanted.emit, icon="folder-open")
        self.move_button = button(
            "Jag har en verkstad på en annan dator", self.move_wanted.emit, icon="desktop"
        )
        self.demo_button = button("Titta på en påhittad verkstad", self.demo_wanted.emit, icon="eye")
        self.place_button = button(
            "Välj en annan mapp", self.place_wanted.emit, role="link", icon="folder-open"
        )
        self.place_button.hide()
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
                row(self.move_button, 0),
                8,
                text(f"Uppgifterna sparas i {folder}", "help", wraps=True),
                row(self.place_button, 0),
                0,
                space=12,
            )
        )

    def offer_way_back(self) -> None:
        """Replace "create" by a way back to the unlock window, because the folder has a workshop already."""
        self.begin_button.setText("Tillbaka till låset")
        self.move_button.hide()

    def begin(self) -> None:
        self.begin_button.setFocus()


class WorkshopStep(GuideStep):
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
                asked("Verkstadens namn", self._name, "Så som den ska stå på papper."),
                asked(
                    "Kommuner", self.kommuner, "En eller flera. Skriv de första bokstäverna för att hitta."
                ),
                0,
                space=12,
            )
        )

    @property
    def name(self) -> str:
        return tidy(self._name.text())

    @property
    def municipalities(self) -> tuple[str, ...]:
        return self.kommuner.chosen()

    def is_ready(self) -> bool:
        return bool(self.name and self.municipalities)

    def begin(self) -> None:
        self._name.setFocus()


class LeaderStep(GuideStep):
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
                asked("Ditt namn", self._name),
                asked("Telefon", self._phone, "Kan vänta."),
                asked("E-post", self._email, "Kan vänta."),
                0,
                space=12,
            )
        )

    @property
    def name(self) -> str:
        return tidy(self._name.text())

    @property
    def phone(self) -> str:
        return tidy(self._phone.text())

    @property
    def email(self) -> str:
        return tidy(self._email.text())

    def is_ready(self) -> bool:
        return bool(self.name)

    def begin(self) -> None:
        self._name.setFocus()


class PasswordStep(GuideStep):
    def __init__(self) -> None:
        super().__init__()
        self.new = NewPassword()
        self.new.changed.connect(self.changed)
        self.setLayout(
            column(
                text("Välj ett lösenord", "title"),
                text(
                    "Lösenordet låser upp allt. Ingen kan läsa uppgifterna utan det, inte heller den som får tag "
                    "i datorn. Tre eller fyra ord som inte hör ihop är bra och går att minnas.",
                    "muted",
                    wraps=True,
                ),
                self.new,
                0,
                space=8,
            )
        )

    @property
    def password(self) -> str:
        return self.new.password

    def is_ready(self) -> bool:
        return self.new.is_ready()

    def problem(self) -> str:
        return self.new.problem()

    def begin(self) -> None:
        self.new.first.setFocus()


class ManagerStep(GuideStep):
    """Asks for the manager's name. The envelope can be made later; Idag and Säkerhet then remind the user."""

    later_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = asked_line("Chefens namn")
        self._name.textChanged.connect(lambda _text: self.changed.emit())
        self.later_button = button("Gör kuvertet senare", self.later_wanted.emit)
        self.setLayout(
            column(
                text("Ett kuvert till chefen", "title"),
                text(
                    "Uppgifterna är kommunens, och du kan bli sjuk eller sluta. Därför ska din chef ha en egen "
                    "kod i ett förseglat kuvert i kommunens kassaskåp. Med den går mappen att öppna även när "
                    "ingen kan ditt lösenord.",
                    wraps=True,
                ),
                asked("Chefens namn", self._name, "Den som ansvarar för verkstaden i kommunen."),
                8,
                row(self.later_button, 0),
                text("Programmet påminner på sidan Idag tills kuvertet är gjort.", "help", wraps=True),
                0,
                space=12,
            )
        )

    @property
    def name(self) -> str:
        return tidy(self._name.text())

    def is_ready(self) -> bool:
        return bool(self.name)

    def begin(self) -> None:
        self._name.setFocus()
