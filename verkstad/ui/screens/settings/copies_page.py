"""The tab Säkerhetskopior: copies and their state, a second place for them, and moving to another computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import GONE
from verkstad.services.closed_folder import ClosedFolder
from verkstad.services.surroundings import place_cautions
from verkstad.ui.copies.copy_dialog import CopyDialog
from verkstad.ui.copies.copy_table import CopyTable
from verkstad.ui.copies.moving_out import MovingOut
from verkstad.ui.copies.restore import REDO, REDO_ICON, UNDO, UNDO_ICON
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dialogs import ask
from verkstad.ui.kit.folder_dialog import ask_for_folder
from verkstad.ui.kit.parts import Elided, EmptyState, button, column, row, scrolled, text
from verkstad.ui.kit.visibility import show_if

if TYPE_CHECKING:
    from verkstad.services.closed_folder import Copy


class CopiesPage(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._closed = ClosedFolder(desk.workspace.folder)
        self.table = CopyTable()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "Ingen kopia än",
                "Gör en kopia nu, så finns uppgifterna på två ställen. Därefter görs en varje halvtimme du "
                "arbetar, och när du låser eller stänger.",
                icon="copy",
            )
        )
        self._stack.addWidget(EmptyState("Datamappen går inte att nå", GONE, icon="folder-open"))
        self.restore_button = button("Återställ den här kopian", self.ask_to_restore)
        self.undo_button = button(UNDO, self.ask_to_undo, icon=UNDO_ICON, role="link")
        self.redo_button = button(REDO, self.ask_to_redo, icon=REDO_ICON, role="link")
        self.discard_button = button(
            "Ta bort det som lagts åt sidan", self.ask_to_discard, icon="trash", role="link"
        )
        self.rehearsed = text("", "muted", wraps=True)
        self.second = Elided("", "")
        self.second_state = text("", "muted", wraps=True)
        self.second_button = button("Välj plats", self.choose_second, icon="folder-open")
        self.no_second_button = button("Ta bort platsen", self.forget_second)
        self.relocate_button = button("Flytta till datorns egen disk", self.relocate, icon="desktop")
        self._relocation = QWidget()
        cautions = place_cautions(desk.workspace.folder)
        threat = " ".join(one.threat for one in cautions)
        self._relocation.setLayout(
            column(
                8,
                text("Datamappens plats", "section"),
                text(
                    f"{threat} Flytta den till datorns egen disk. Den gamla mappen blir kvar tills du tömmer den.",
                    "muted",
                    wraps=True,
                ),
                row(self.relocate_button, 0),
            )
        )
        show_if(self._relocation, bool(cautions))
        layout = column(
            text(
                "Kopior görs av sig själva: när du låser eller stänger, och varje halvtimme du arbetar. Varje kopia "
                "kontrolleras innan den räknas, och öppnas med lösenordet eller koden.",
                "muted",
                wraps=True,
            ),
            self._stack,
            row(button("Gör en kopia nu", self.copy, icon="copy"), self.restore_button, 0),
            row(self.undo_button, self.redo_button, self.discard_button, 0),
            self.rehearsed,
            8,
            text("Andra platsen", "section"),
            self.second,
            self.second_state,
            row(
                self.second_button,
                self.no_second_button,
                button("Kopiera till en annan mapp", self.choose_folder, icon="copy"),
                0,
            ),
            8,
            text("Ny dator", "section"),
            text(
                "Flytta allt till en annan dator i ett steg. Antalen jämförs, och den här datorn kan tömmas efteråt.",
                "muted",
                wraps=True,
            ),
            row(button("Flytta till en ny dator", self.move_out, icon="desktop"), 0),
            self._relocation,
            0,
            space=8,
        )
        layout.setContentsMargins(0, 16, 12, 24)
        content = QWidget()
        content.setLayout(layout)
        self.setLayout(column(scrolled(content)))
        self.setFocusProxy(self.table)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh: copies may have been made while another page was shown."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        copying = self._desk.workspace.copying
        found = copying.copies()
        self.table.show_copies(found)
        self.table.fit_height(7)
        show_if(self.restore_button, bool(found))
        show_if(self.undo_button, self._closed.undoable_restore() is not None)
        show_if(self.redo_button, self._closed.redoable_restore() is not None)
        show_if(self.discard_button, self._closed.has_something_aside())
        is_reachable = copying.why_nothing_is_saved() is None
        self._stack.setCurrentIndex(0 if found else 1 if is_reachable else 2)
        self._stack.setFixedHeight(self.table.height() if found else 200)
        self.rehearsed.setText(copying.words_on_rehearsal())
        show_if(self.rehearsed, is_reachable)
        place = copying.second_place
        self.second.show_words(str(place) if place else "Ingen plats vald")
        self.second_state.setText(self._second_words())
        self.second_button.setText("Byt plats" if place else "Välj plats")
        show_if(self.no_second_button, place is not None)

    def _second_words(self) -> str:
        copying = self._desk.workspace.copying
        place = copying.second_place
        if place is None:
            return (
                "Utan en andra plats försvinner allt om datorn går sönder eller blir stulen. Välj ett minne eller en "
                "mapp på kommunens server, så skrivs varje kopia dit också."
            )
        if warning := copying.second_place_warning():
            return warning
        reached = copying.notes().second_reached_at[:10]
        words = f"Nådd senast {reached}. Varje kopia skrivs dit också när platsen är ansluten."
        if self._desk.workspace.copying.is_second_place_on_same_disk():
            words += " Platsen ligger på samma disk som datamappen: går disken sönder försvinner allt. Välj "
            words += "ett minne eller en server i stället."
        return words

    def copy(self, place: Path | None = None, then: Callable[[Copy], None] | None = None) -> None:
        copying = self._desk.workspace.copying
        finisher = copying.finisher()
        try:
            making = copying.begin() if place is None else copying.begin_package(place)
        except VerkstadError as fault:
            self._desk.failed.emit(str(fault))
            return
        finish = finisher.finish if place is None else finisher.finish_elsewhere
        dialog = CopyDialog(self, "Gör en säkerhetskopia", making, finish)
        dialog.made.connect(then or self._tell)
        dialog.open_fitted()

    def _tell(self, _made: Copy) -> None:
        self.refresh()
        self._desk.told.emit(self._desk.workspace.copying.words_on_finished())

    def ask_to_restore(self) -> None:
        chosen = self.table.chosen()
        if chosen is None:
            return
        made = f"{swedish.date_text(chosen.made_at.date())} klockan {swedish.clock_text(chosen.made_at)}"
        ask(
            self,
            "Återställ den här kopian?",
            f"Allt blir som det var {made}. Det som har ändrats sedan dess läggs åt sidan och syns inte längre i "
            "Verkstad. Det går att ångra. Verkstad låses först, och du skriver lösenordet.",
            "Lås och återställ",
            lambda: self._desk.restore_wanted.emit(chosen.path),
        )

    def ask_to_undo(self) -> None:
        aside = self._closed.undoable_restore()
        self._ask_to_go("Ångra återställningen?", "den senaste återställningen", "Lås och ångra", aside)

    def ask_to_redo(self) -> None:
        aside = self._closed.redoable_restore()
        self._ask_to_go("Göra om återställningen?", "den senaste ångringen", "Lås och gör om", aside)

    def _ask_to_go(self, heading: str, what: str, yes: str, aside: Path | None) -> None:
        ask(
            self,
            heading,
            f"Det som lades åt sidan vid {what} läggs tillbaka. Det som finns nu läggs åt sidan i stället. Verkstad "
            "låses först, och du skriver lösenordet.",
            yes,
            lambda: self._desk.restore_wanted.emit(aside),
        )

    def ask_to_discard(self) -> None:
        ask(
            self,
            "Ta bort det som lagts åt sidan?",
            "Det är uppgifterna från före tidigare återställningar, och de öppnas med den tidens lösenord. "
            "Återställningarna går sedan inte att ångra. Säkerhetskopiorna ligger kvar.",
            "Ta bort",
            self.discard,
        )

    def discard(self) -> None:
        self._closed.discard_aside()
        self.refresh()

    def relocate(self) -> None:
        """Move away from a synced folder or a server: make a copy, and restore it on this computer's own disk."""
        self.copy(then=self._leave_for)

    def _leave_for(self, made: Copy) -> None:
        self._desk.workspace.copying.note_package(made)
        self._desk.relocate_wanted.emit(made.path)

    def choose_folder(self) -> None:
        ask_for_folder(self, "Kopiera till en annan mapp", self.copy)

    def choose_second(self) -> None:
        ask_for_folder(self, "Välj den andra platsen", self.use_second)

    def use_second(self, place: Path | None) -> None:
        try:
            self._desk.workspace.copying.choose_second_place(place)
        except VerkstadError as fault:
            self._desk.failed.emit(str(fault))
            return
        self.refresh()
        if place is not None:
            self.copy()  # so that the second place has a copy from the start

    def forget_second(self) -> None:
        self.use_second(None)

    def move_out(self) -> None:
        dialog = MovingOut(self, self._desk)
        dialog.open_fitted()
