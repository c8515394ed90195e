"""Moving to a new computer, on the new one: open the package, compare the counts, show the receipt."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import RECORD_TYPES
from verkstad.services.closed_folder import packages_in
from verkstad.ui.copies.bringing import Bringing
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.folder_dialog import ask_for_folder
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.parts import Elided, button, column, row, text
from verkstad.ui.kit.table import RowTable
from verkstad.ui.kit.visibility import show_if
from verkstad.workspace import Workspace

Count = tuple[str, int, int]
_COUNTS: tuple[ListColumn[Count], ...] = (
    ListColumn("Uppgifter", lambda one: one[0], width=260),
    ListColumn("På den gamla datorn", lambda one: swedish.number_text(one[1]), is_number=True, width=150),
    ListColumn("Här", lambda one: swedish.number_text(one[2]), is_number=True, width=110),
)


class MovingIn(Dialog):
    opened = Signal(object)  # the workspace, before the receipt is shown
    moved = Signal(object)  # the workspace, after the user has closed the receipt

    def __init__(self, parent: QWidget, folder: Path, left: Path | None = None) -> None:
        """`left` is the old folder if the workshop moves to another folder on the same computer."""
        if left is None:
            heading = "Hämta verkstaden från en annan dator"
            words = (
                "På den gamla datorn: Inställningar, Säkerhetskopior, ”Flytta till en ny dator”. Sätt sedan "
            )
            words += "minnet här."
        else:
            heading = "Flytta verkstaden till datorns egen disk"
            words = f"Allt hämtas till {folder}. I {left} ligger det gamla kvar tills du tömmer det där."
        super().__init__(parent, heading, words)
        self._folder = folder
        self._package: Path | None = None
        self._workspace: Workspace | None = None
        self.chosen = Elided("Inget flyttpaket valt", "muted")
        self.choose_button = button("Välj flyttpaketet", self._choose, icon="folder-open")
        self.bringing = Bringing(folder, "Samma lösenord eller kod som på den gamla datorn")
        self.secret = self.bringing.secret
        self.secret.returnPressed.connect(self.move_in)
        place = row(self.choose_button, self.chosen)
        place.setStretch(1, 1)
        self.asked = QWidget()
        self.asked.setLayout(column(place, self.bringing, 0, space=8))
        self.receipt = text("", "title")
        self.receipt.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table: RowTable[Count] = RowTable(_COUNTS, "Antal på den gamla datorn och här")
        self.outcome = QWidget()
        self.outcome.setLayout(
            column(
                text("Allt har kommit med. Antalen är desamma.", "good"),
                self.table,
                text(
                    "Kvitto. Skriv det på den gamla datorn om du vill tömma den, eller skriv upp det:",
                    wraps=True,
                ),
                self.receipt,
                space=8,
            )
        )
        self.outcome.hide()
        self.add(self.asked)
        self.add(self.outcome)
        self.cancel_button = button("Avbryt", self.reject)
        self.move_button = button("Hämta hit", self.move_in, role="primary")
        self.open_button = button("Öppna verkstaden", self.accept, role="primary")
        self.open_button.hide()
        self.add_buttons(self.cancel_button, self.open_button, self.move_button)
        self.bringing.brought.connect(self._show_result)
        self.bringing.refused.connect(self._refuse)
        self.bringing.changed.connect(self._show_state)
        self._show_state()

    def _choose(self) -> None:
        ask_for_folder(self, "Välj flyttpaketet", self.take)

    def take(self, place: Path) -> None:
        """Take the newest package in the chosen folder, or the folder itself if it is a package."""
        found = packages_in(place)
        self._package = found[0] if found else None
        self.chosen.show_words(str(self._package or "Inget flyttpaket valt"))
        if found:
            self.banner.hide()
            self.secret.setFocus()
        else:
            self.tell("I mappen finns inget flyttpaket. Välj den mapp som du valde på den gamla datorn.")
        self._show_state()

    def move_in(self) -> None:
        if self._package is None or not self.secret.text() or not self.bringing.may_begin:
            return
        self.banner.hide()
        self.bringing.bring(self._package)

    def _refuse(self, fault: VerkstadError, _package: Path) -> None:
        self.tell(self.bringing.why_not(fault))

    def _show_result(self, package: Path) -> None:
        try:
            self._workspace = self.bringing.opened()
            self.opened.emit(self._workspace)
            receipt, counts = self._workspace.copying.receipt_for(package)
        except VerkstadError as fault:
            self.tell(str(fault))
            return
        self.show_counts(
            receipt, [(kind.label, *counts[kind.table]) for kind in RECORD_TYPES if any(counts[kind.table])]
        )

    def show_counts(self, receipt: str, shown: list[Count]) -> None:
        """Show the counts and the receipt to be typed on the old computer."""
        self.receipt.setText(receipt)
        self.table.rows.show_rows(shown)
        self.table.fit_height(8)
        self.asked.hide()
        self.outcome.show()
        for part, is_shown in (
            (self.cancel_button, False),
            (self.move_button, False),
            (self.open_button, True),
        ):
            show_if(part, is_shown)
        self.open_button.setDefault(True)
        self.open_button.setFocus()

    def _show_state(self) -> None:
        self.choose_button.setEnabled(not self.bringing.is_busy)
        self.move_button.setEnabled(self._package is not None and self.bringing.may_begin)

    def accept(self) -> None:
        super().accept()
        if self._workspace is not None:
            self.moved.emit(self._workspace)

    def reject(self) -> None:
        """While a restore runs, cancel it. After it, open the workspace: what has been moved in is there already."""
        if self.bringing.is_busy:
            self.bringing.cancel()
        elif self._workspace is not None:
            self.accept()
        else:
            super().reject()
