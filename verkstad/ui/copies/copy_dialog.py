"""Dialog that shows the progress of a copy and can cancel it."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.services.closed_folder import Copy, CopyInTheMaking
from verkstad.ui.kit import background
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button, column, text


class CopyDialog(Dialog):
    made = Signal(object)  # the finished copy

    def __init__(
        self,
        parent: QWidget,
        heading: str,
        making: CopyInTheMaking,
        finish: Callable[[CopyInTheMaking], Copy],
    ) -> None:
        super().__init__(parent, heading)
        self._making: CopyInTheMaking | None = making
        self._finish = finish
        self.words = text("Kopieras …")
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Hur mycket som är kopierat")
        self.add(column(self.words, self.bar, 0, space=8))
        self.cancel_button = button("Avbryt", self.reject, tip="Esc")
        self.add_buttons(self.cancel_button)
        self._pieces = QTimer(self, interval=0)
        self._pieces.timeout.connect(self._go_on)
        self._pieces.start()

    def rest(self) -> None:
        """Stop the timer, so that nothing more is copied."""
        self._pieces.stop()

    def _go_on(self) -> None:
        making = self._making
        if making is None:
            return
        try:
            is_copied = making.step()
        except VerkstadError as fault:
            self._making = None
            self._fail(fault)
            return
        self.bar.setValue(round(making.share * 100))
        if is_copied:
            self._pieces.stop()
            self._making = None
            self.words.setText("Kontrolleras …")
            self.bar.setRange(0, 0)
            self.cancel_button.setEnabled(False)  # checking cannot be cancelled
            background.run(self, lambda: self._finish(making), self._done, self._fail)

    def _done(self, copy: Copy) -> None:
        self.accept()
        self.made.emit(copy)

    def _fail(self, fault: Exception) -> None:
        self._pieces.stop()
        self.bar.hide()
        self.words.setText("Det du har sparat är kvar som det var.")
        self.cancel_button.setText("Stäng")
        self.cancel_button.setEnabled(True)
        if not isinstance(fault, VerkstadError):
            raise fault
        self.tell(str(fault))

    def hideEvent(self, event: QHideEvent) -> None:
        """Abandon the half-made copy however the dialog is closed; locking hides it too."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.rest()
            if self._making is not None:
                self._making.abandon()
                self._making = None
