"""First start: workshop, municipalities, leader, password, recovery code, and the manager's envelope."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QProcess, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QStackedWidget, QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import StaffMember, Workshop
from verkstad.services.security import Security, manager_record
from verkstad.services.surroundings import path_problem, place_cautions
from verkstad.ui.gate.code_step import ENVELOPE_WORDS, RECOVERY_WORDS, CodeStep
from verkstad.ui.gate.first_steps import (
    GuideStep,
    LeaderStep,
    ManagerStep,
    PasswordStep,
    WelcomeStep,
    WorkshopStep,
)
from verkstad.ui.gate.unlock import DEMO_FOLDER
from verkstad.ui.kit.folder_dialog import ask_for_folder
from verkstad.ui.kit.parts import TITLE, Banner, button, column, frame, row, scrolled, text
from verkstad.ui.kit.visibility import show_if
from verkstad.workspace import Workspace

_LEAST_ROOM = 100_000_000  # bytes


class FirstStart(QWidget):
    """One question at a time. Nothing is stored until the codes are on paper, so a crash loses no code."""

    opened = Signal(object)  # a workspace whose receipt is still shown
    created = Signal(object)  # the workspace to show in the main window
    folder_chosen = Signal(object)  # a folder, with or without a workshop

    def __init__(
        self,
        folder: Path,
        create: Callable[..., tuple[Workspace, str]] = Workspace.create,
    ) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.folder, self._create = folder, create
        self._is_warned = False
        self.banner = Banner()
        self.welcome = welcome = WelcomeStep(folder)
        has_workshop = Workspace.exists(folder)
        if has_workshop:
            welcome.offer_way_back()
            welcome.begin_wanted.connect(lambda: self.folder_chosen.emit(folder))
        else:
            welcome.begin_wanted.connect(self.go_on)
        welcome.place_wanted.connect(self._ask_for_place)
        welcome.open_wanted.connect(self._open_other)
        welcome.demo_wanted.connect(self._show_demo)
        welcome.move_wanted.connect(lambda: self.move_in())
        self.workshop, self.leader, self.password = WorkshopStep(), LeaderStep(), PasswordStep()
        self.code = CodeStep("Spara återställningskoden", RECOVERY_WORDS, self._print_code)
        self.manager = ManagerStep()
        self.manager.later_wanted.connect(self._make)
        self.envelope = CodeStep("Chefens kuvert", ENVELOPE_WORDS, self._print_envelope)
        for coded in (self.code, self.envelope):
            coded.show_code(Security.draft_code())
            coded.have_button.clicked.connect(self.banner.hide)
        self.steps: list[GuideStep] = [
            welcome,
            self.workshop,
            self.leader,
            self.password,
            self.code,
            self.manager,
            self.envelope,
        ]
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
            step.changed.connect(self._show_state)
        self.progress = text("", "muted")
        self.back_button = button("Tillbaka", self.go_back)
        self.next_button = button("Nästa", self.go_on, role="primary")
        self.next_button.setDefault(True)
        card = frame("card")
        card.setFrameShape(QFrame.Shape.NoFrame)
        self._footer = QWidget()
        self._footer.setLayout(row(self.progress, 0, self.back_button, self.next_button))
        card.setLayout(column(self.banner, scrolled(self.stack), self._footer, margin=24, space=12))
        card.setMaximumWidth(640)
        card.setMaximumHeight(520)
        whole = row(card, margin=24)
        self.setLayout(whole)
        self._show_state()
        if not has_workshop:
            self._warn_of_place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Warn once when the user closes after printing a code: it is not valid before the last step."""
        has_codes = self.stack.currentIndex() >= self.steps.index(self.code)
        if has_codes and not self._is_warned:
            self._is_warned = True
            self.banner.show_words(
                "Verkstaden är inte skapad än. Stänger du nu gäller inte den kod som du har skrivit ut: riv pappret. "
                "Stäng en gång till om du vill sluta ändå.",
                "soon",
            )
            event.ignore()
            return
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.step.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next step or says what is missing. A focused button handles Enter before this."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.next_button.isVisible() and self.next_button.isEnabled():
            self.go_on()
        elif isinstance(focused := self.focusWidget(), QPushButton):
            focused.click()
        elif problem := self.step.problem():
            self.banner.show_words(problem)

    @property
    def step(self) -> GuideStep:
        return self.steps[self.stack.currentIndex()]

    def go_on(self) -> None:
        self.banner.hide()
        if problem := self.step.problem():
            self.banner.show_words(problem)
            return
        if self.step is self.password and (problem := self._place_problem()):
            self.banner.show_words(problem)
        elif self.step is self.envelope:
            self._make(with_manager=True)
        else:
            self.show_step(self.stack.currentIndex() + 1)

    def go_back(self) -> None:
        self.banner.hide()
        self.show_step(max(0, self.stack.currentIndex() - 1))

    def show_step(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        self._show_state()
        self.step.begin()

    def _place_problem(self) -> str:
        """Return why the folder cannot be used, or an empty string. Checked before the user writes a code down."""
        if problem := path_problem(self.folder):
            return problem
        place = next(one for one in (self.folder, *self.folder.parents) if one.exists())
        if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
            return f"Det går inte att skriva i {place}. Be it-stöd om rätt att skriva där."
        if shutil.disk_usage(place).free < _LEAST_ROOM:
            return "Disken är nästan full. Frigör minst 100 MB och försök igen."
        return ""

    def _make(self, *, with_manager: bool = False) -> None:
        workshop = Workshop(name=self.workshop.name, municipalities=self.workshop.municipalities)
        leader = StaffMember(name=self.leader.name, phone=self.leader.phone, email=self.leader.email)
        manager = manager_record(self.manager.name) if with_manager else None
        manager_code = self.envelope.code if with_manager else ""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            workspace, _code = self._create(
                self.folder,
                self.password.password,
                workshop,
                leader,
                manager,
                code=self.code.code,
                manager_code=manager_code,
            )
        except VerkstadError as fault:
            self.banner.show_words(str(fault))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.created.emit(workspace)

    def _print_code(self, code: str) -> None:
        self._print(code, "")

    def _print_envelope(self, code: str) -> None:
        self._print(code, self.manager.name)

    def _print(self, code: str, manager: str) -> None:
        from verkstad.ui.papers.printing import CodePaper, print_code

        today = datetime.now().date()  # noqa: DTZ005 - the local date, for the paper
        workshop, leader = self.workshop.name, self.leader.name
        paper = CodePaper(code, workshop, leader, manager, self.folder, today)
        print_code(self, paper, self.banner.show_words)

    def _show_state(self) -> None:
        at, last = self.stack.currentIndex(), len(self.steps) - 1
        show_if(self._footer, at > 0)
        self.progress.setText(f"Steg {at} av {last}")
        self.next_button.setText("Klart, öppna verkstaden" if at == last else "Nästa")
        self.next_button.setEnabled(self.step.is_ready())

    def _open_other(self) -> None:
        ask_for_folder(self, "Öppna en befintlig mapp", self.try_folder, str(self.folder.parent))

    def _ask_for_place(self) -> None:
        ask_for_folder(self, "Var ska uppgifterna sparas?", self.choose_place, str(self.folder.parent))

    def choose_place(self, place: Path) -> None:
        """Start again with the chosen folder; if it contains other files, with a new folder inside it."""
        try:
            is_free = Workspace.exists(place) or not any(place.iterdir())
        except OSError:
            words = f"Det går inte att läsa i {place}. Välj en annan mapp, eller be it-stöd om hjälp."
            self.banner.show_words(words)
            return
        self.folder_chosen.emit(place if is_free else place / "Verkstad")

    def _warn_of_place(self) -> None:
        """Warn if the folder is one where a workshop should not stay, and offer to choose another."""
        if found := place_cautions(self.folder):
            threat = " ".join(caution.threat for caution in found)
            self.banner.show_words(f"{threat} Välj hellre en mapp på datorns egen disk.", "soon")
            self.welcome.place_button.show()

    def move_in(self, package: Path | None = None, left: Path | None = None) -> None:
        """Open the dialog that takes in a package from another computer, or from the old folder `left`."""
        from verkstad.ui.copies.moving_in import MovingIn  # seldom used

        dialog = MovingIn(self, self.folder, left)
        dialog.opened.connect(self.opened)
        dialog.moved.connect(self.created)
        dialog.open_fitted()
        if package is not None:
            dialog.take(package)

    def tell_emptied(self, left: list[str]) -> None:
        """Say what was deleted after a move and what is left."""
        words = "Datorn är tömd: databasen, nycklarna och kopiorna är borttagna. Flyttpaketet och kopior på andra "
        words += "platser ligger kvar där, liksom papper som du har sparat."
        if left:
            words += f" I mappen ligger också {swedish.listing(left)}, som inte är Verkstads."
        self.banner.show_words(words, "info")

    def try_folder(self, folder: Path) -> None:
        """Show the unlock window of the chosen folder, or say that it contains no workshop."""
        if Workspace.exists(folder):
            self.folder_chosen.emit(folder)
        else:
            self.banner.show_words(
                "I den mappen finns ingen verkstad. Välj mappen där verkstadens filer ligger."
            )

    def _show_demo(self) -> None:
        """Start a second process that makes the demo workshop and opens it in its own window."""
        folder = self.folder.with_name(DEMO_FOLDER)
        if Workspace.exists(folder):
            self.folder_chosen.emit(folder)
            return
        start = [] if getattr(sys, "frozen", False) else ["-m", "verkstad"]
        if QProcess.startDetached(sys.executable, [*start, "demo", str(folder)])[0]:
            words = (
                "En påhittad verkstad görs i ordning och öppnas snart i ett eget fönster. Lösenordet är demo."
            )
            self.banner.show_words(words, "info")
            self.welcome.demo_button.setEnabled(False)  # a second click would make a second workshop
        else:
            self.banner.show_words("Den påhittade verkstaden kunde inte göras. Starta om och försök igen.")
