"""Moving to a new computer, on the old one: write a package, take the receipt, empty this computer."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.services.closed_folder import Copy
from verkstad.ui.copies.copy_dialog import CopyDialog
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dialogs import Dialog, ask
from verkstad.ui.kit.folder_dialog import ask_for_folder
from verkstad.ui.kit.parts import button, column, row, text


class MovingOut(Dialog):
    """The three steps in order on one page. The last one needs the receipt from the new computer."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(
            parent,
            "Flytta till en ny dator",
            "Allt följer med: uppgifter, lösenord och koder. Ingenting tas bort här förrän du ber om det.",
        )
        self._desk = desk
        self.package_button = button("Skriv flyttpaketet", self._choose_place, icon="copy", role="primary")
        self.written = text("", "good", wraps=True)
        self.written.hide()
        self.receipt = QLineEdit()
        self.receipt.setAccessibleName("Kvitto från den nya datorn")
        self.receipt.setPlaceholderText("XXXXX-XXXXX")
        self.receipt.setMaximumWidth(180)
        self.empty_button = button("Töm den här datorn", self.ask_to_empty, icon="trash")
        self.add(
            column(
                text("1. Skriv ett flyttpaket", "section"),
                text("Sätt i ett minne eller välj en mapp på servern. Paketet är krypterat.", wraps=True),
                row(self.package_button, 0),
                self.written,
                8,
                text("2. Öppna paketet på den nya datorn", "section"),
                text(
                    "Starta Verkstad där och välj ”Jag har en verkstad på en annan dator”. Antalen jämförs, och "
                    "du får ett kvitto på skärmen.",
                    wraps=True,
                ),
                8,
                text("3. Töm den här datorn, om du vill", "section"),
                text(
                    "Skriv kvittot från den nya datorn. Då tas databasen, nycklarna och kopiorna bort härifrån.",
                    wraps=True,
                ),
                row(self.receipt, self.empty_button, 0),
                0,
                space=8,
            )
        )
        close = button("Stäng", self.reject)
        self.add_buttons(close)
        for one in (close, self.package_button, self.empty_button):
            one.setAutoDefault(False)  # Enter belongs to the receipt field
        close.setDefault(False)
        self.receipt.returnPressed.connect(self.ask_to_empty)

    def _choose_place(self) -> None:
        ask_for_folder(self, "Var ska flyttpaketet ligga?", self.write_package)

    def write_package(self, place: Path) -> None:
        copying = self._desk.workspace.copying
        self.banner.hide()
        try:
            making = copying.begin_package(place)
        except VerkstadError as fault:
            self.tell(str(fault))
            return
        dialog = CopyDialog(self, "Skriv flyttpaketet", making, copying.finisher().finish_elsewhere)
        dialog.made.connect(self._note)
        dialog.open_fitted()

    def _note(self, package: Copy) -> None:
        try:
            held = self._desk.workspace.copying.note_package(package)
        except VerkstadError as fault:
            self.tell(str(fault))
            return
        rows = swedish.count_text(sum(held.counts.values()), "uppgift", "uppgifter")
        self.written.setText(f"Paketet är skrivet och kontrollerat, med {rows}: {package.path}")
        self.written.show()
        self.receipt.setFocus()

    def ask_to_empty(self) -> None:
        try:
            self._desk.workspace.copying.require_receipt(self.receipt.text())
        except VerkstadError as fault:
            self.tell(str(fault))
            self.receipt.setFocus()
            return
        ask(
            self,
            "Töm den här datorn?",
            "Den nya datorn har allt. Härifrån tas databasen, nycklarna och säkerhetskopiorna bort, och det går inte "
            "att ångra. Flyttpaketet, kopior på andra platser och papper som du har sparat ligger kvar.",
            "Töm datorn",
            self._desk.emptying_wanted.emit,
        )
