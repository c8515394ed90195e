"""The unlock window: password or printed code, clear refusals, and a wait that grows with each wrong try."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder
from verkstad.ui.kit import icons
from verkstad.ui.kit.growing_wait import GrowingWait
from verkstad.ui.kit.parts import TITLE, Banner, button, column, frame, row, text, tool
from verkstad.ui.kit.visibility import show_if

DEMO_FOLDER = "verkstad-demo"
FORGOTTEN = (
    (
        "Har du återställningskoden?",
        (
            "Den är nio grupper om fyra tecken, på ett papper som skrevs ut när verkstaden gjordes. Skriv den i "
            "fältet för lösenordet. Sedan väljer du ett nytt lösenord."
        ),
    ),
    (
        "Har du den inte: fråga din chef",
        (
            "I kommunens kassaskåp kan det ligga ett förseglat kuvert med chefens kod. Den skrivs i samma fält, och "
            "öppnar samma uppgifter. Gör ett nytt kuvert efteråt."
        ),
    ),
    (
        "Finns varken lösenord eller kod",
        (
            "Då kan ingen hjälpa, inte heller it-stöd eller den som har gjort programmet. Uppgifterna är krypterade "
            "och går inte att öppna. Radera ändå ingenting: ett papper kan dyka upp."
        ),
    ),
)


class UnlockWindow(QWidget):
    """Asks for the secret. `open_folder` returns the workspace, or raises a VerkstadError, which is shown."""

    opened = Signal(object)
    restored = Signal(object, str)  # the workspace of the restored copy, and the words for what was done
    other_wanted = Signal()

    def __init__(self, folder: Path, open_folder: Callable[[str], Any]) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self._folder, self._open = folder, open_folder
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAccessibleName("Lösenord eller kod")
        self.secret.returnPressed.connect(self.unlock)
        self.eye = tool("eye", "Visa det du skriver", self._show_or_hide)
        self.caps = text("Caps Lock är på.", "missing")
        self.caps.hide()
        self.banner = Banner()
        self.open_button = button("Lås upp", self.unlock, role="primary")
        self.restore_button = button("Återställ en säkerhetskopia", self.offer_restore, icon="copy")
        self.restore_button.hide()
        other = button("Öppna en annan mapp", self.other_wanted.emit, role="link", icon="folder-open")
        self.forgotten_button = button("Jag kan inte lösenordet", self.explain, role="link", icon="question")
        is_demo = folder.name == DEMO_FOLDER
        place = text(f"{folder}\nLösenordet är demo." if is_demo else str(folder), "help", wraps=True)
        picture = QLabel()
        picture.setPixmap(icons.icon("lock", "accent").pixmap(36, 36))
        card = frame("card")
        label = text("Lösenord eller kod")
        label.setBuddy(self.secret)
        card.setLayout(
            column(
                picture,
                text("Verkstad är låst", "title"),
                label,
                row(self.secret, self.eye, space=4),
                self.caps,
                self.banner,
                self.open_button,
                self.restore_button,
                4,
                row(self.forgotten_button, 0),
                row(other, 0),
                place,
                margin=24,
                space=8,
            )
        )
        card.setFixedWidth(420)
        whole = column(0, row(0, card, 0), 0, margin=24)
        self.setLayout(whole)
        self._wait = GrowingWait(self, folder)
        self._wait.timeout.connect(self._let_try)
        self.open_button.setEnabled(not self._wait.isActive())
        self.setFocusProxy(self.secret)

    def unlock(self) -> None:
        if self._wait.isActive() or not self.secret.text():
            return
        self.banner.hide()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            opened = self._open(self.secret.text())
        except VerkstadError as fault:
            self._refuse(fault)
            return
        finally:
            QApplication.restoreOverrideCursor()
        self._wait.right()
        self.secret.clear()
        self.opened.emit(opened)

    def explain(self) -> None:
        """Show what the user can do without the password, and what is impossible."""
        from verkstad.ui.kit.dialogs import Dialog

        dialog = Dialog(self, "Jag kan inte lösenordet")
        for heading, words in FORGOTTEN:
            dialog.add(column(text(heading, "section"), text(words, wraps=True), space=4))
        dialog.add_buttons(button("Tillbaka", dialog.reject, role="primary"))
        dialog.open_fitted()

    def _refuse(self, fault: VerkstadError) -> None:
        self.banner.show_words(f"{fault}{self._wait.refused(fault)}")
        self.open_button.setEnabled(not self._wait.isActive())
        show_if(self.restore_button, isinstance(fault, DamagedFolder))
        self.secret.selectAll()
        self.secret.setFocus()

    def offer_restore(self, chosen: Path | None = None) -> None:
        from verkstad.ui.copies.restore import open_restore  # seldom used

        dialog = open_restore(self, self._folder, chosen)
        dialog.restored.connect(self.restored)

    def _let_try(self) -> None:
        self.open_button.setEnabled(True)

    def _show_or_hide(self) -> None:
        is_hidden = self.secret.echoMode() == QLineEdit.EchoMode.Password
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal if is_hidden else QLineEdit.EchoMode.Password)
        self.secret.setFocus()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Show the Caps Lock hint. Qt does not report the state; a capital letter without Shift reveals it."""
        typed = event.text()
        if typed.isalpha():
            shift = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
            show_if(self.caps, typed.isupper() != shift)
        super().keyReleaseEvent(event)
