"""The guide of the first start: workshop, kommuner, leader, password, recovery code."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QProcess, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QPushButton, QStackedWidget, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import StaffMember, Workshop
from verkstad.ui.code_step import CodeStep
from verkstad.ui.first_steps import LeaderStep, PasswordStep, Step, WelcomeStep, WorkshopStep
from verkstad.ui.kit.parts import TITLE, Banner, button, column, frame, row, scrolled, text
from verkstad.ui.unlock import DEMO_FOLDER
from verkstad.workspace import Workspace


class FirstStart(QWidget):
    """One question at a time. Nothing is written until the password is chosen."""

    created = Signal(object)  # the open workspace
    folder_chosen = Signal(object)  # a folder with a workshop in it

    def __init__(
        self,
        folder: Path,
        create: Callable[..., tuple[Workspace, str]] = Workspace.create,
    ) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.folder, self._create = folder, create
        self._workspace: Workspace | None = None
        self.welcome = welcome = WelcomeStep(folder)
        if Workspace.exists(folder):
            welcome.offer_way_back()
            welcome.begin_wanted.connect(lambda: self.folder_chosen.emit(folder))
        else:
            welcome.begin_wanted.connect(self.go_on)
        welcome.open_wanted.connect(self._open_other)
        welcome.demo_wanted.connect(self._show_demo)
        self.workshop, self.leader, self.password = WorkshopStep(), LeaderStep(), PasswordStep()
        self.code = CodeStep()
        self.steps: list[Step] = [welcome, self.workshop, self.leader, self.password, self.code]
        self.stack = QStackedWidget()
        for step in self.steps:
            self.stack.addWidget(step)
            step.changed.connect(self._show_state)
        self.banner = Banner()
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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.step.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a line goes on, or says what is missing; a focused button takes it before this."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.next_button.isVisible() and self.next_button.isEnabled():
            self.go_on()
        elif isinstance(focused := self.focusWidget(), QPushButton):
            focused.click()
        elif problem := self.step.problem():
            self.banner.show_words(problem)

    @property
    def step(self) -> Step:
        return self.steps[self.stack.currentIndex()]

    def go_on(self) -> None:
        self.banner.hide()
        if problem := self.step.problem():
            self.banner.show_words(problem)
            return
        if self.step is self.password and self._workspace is None and not self._make():
            return
        if self.step is self.code:
            self.created.emit(self._workspace)
            return
        self.show_step(self.stack.currentIndex() + 1)

    def go_back(self) -> None:
        self.banner.hide()
        self.show_step(max(0, self.stack.currentIndex() - 1))

    def show_step(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        self._show_state()
        self.step.begin()

    def _make(self) -> bool:
        workshop = Workshop(name=self.workshop.name, municipalities=self.workshop.municipalities)
        leader = StaffMember(name=self.leader.name, phone=self.leader.phone, email=self.leader.email)
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._workspace, code = self._create(self.folder, self.password.password, workshop, leader)
        except VerkstadError as fault:
            self.banner.show_words(str(fault))
            return False
        finally:
            QApplication.restoreOverrideCursor()
        self.code.show_code(code, self.folder)
        return True

    def _show_state(self) -> None:
        at, last = self.stack.currentIndex(), len(self.steps) - 1
        self._footer.setVisible(at > 0)
        self.progress.setText(f"Steg {at} av {last}")
        self.back_button.setVisible(1 < at < last or at == 1)
        self.next_button.setText("Klart, öppna verkstaden" if at == last else "Nästa")
        self.next_button.setEnabled(self.step.is_ready())

    def _open_other(self) -> None:
        dialog = QFileDialog(self, "Öppna en befintlig mapp", str(self.folder.parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.try_folder)
        dialog.open()

    def try_folder(self, chosen: str) -> None:
        """Goes to the lock of a chosen folder, or says that there is no workshop in it."""
        folder = Path(chosen)
        if Workspace.exists(folder):
            self.folder_chosen.emit(folder)
        else:
            self.banner.show_words(
                "I den mappen finns ingen verkstad. Välj mappen där verkstadens filer ligger."
            )

    def _show_demo(self) -> None:
        """Lets the program make an invented workshop in a folder of its own and open it in a second window."""
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
            self.welcome.demo_button.setEnabled(False)  # a second press would make a second one
        else:
            self.banner.show_words("Den påhittade verkstaden kunde inte göras. Starta om och försök igen.")
