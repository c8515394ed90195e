"""Restoring a copy into a folder: the password field, the progress, and the wait after a wrong password."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QProgressBar, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.ui.copies.restore_job import RestoreJob
from verkstad.ui.kit.growing_wait import GrowingWait
from verkstad.ui.kit.parts import column, text
from verkstad.ui.kit.visibility import show_if
from verkstad.workspace import Workspace


class Bringing(QWidget):
    """A section of a dialog. The dialog shows the messages before and after."""

    brought = Signal(object)  # path of the copy that has been restored into the folder
    refused = Signal(object, object)  # the VerkstadError, and the path of the copy
    changed = Signal()  # is_busy or may_begin has changed

    def __init__(self, folder: Path, label: str) -> None:
        super().__init__()
        self._folder = folder
        self._job: RestoreJob | None = None
        self.remark = ""  # to be shown when the restore is done
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.setFocusProxy(self.secret)
        labelled = text(label)
        labelled.setBuddy(self.secret)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.doing = text("", "muted")
        self.setLayout(column(labelled, self.secret, self.doing, self.bar, space=4))
        self._wait = GrowingWait(self, folder)
        self._wait.timeout.connect(self.changed)
        self._show_state()

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    @property
    def may_begin(self) -> bool:
        return not self.is_busy and not self._wait.isActive()

    def bring(self, copy: Path) -> None:
        self.doing.clear()
        self._job = RestoreJob(self, self._folder, copy, self.secret.text())
        self._job.told.connect(self.doing.setText)
        self._job.ended.connect(self._end)
        self._show_state()

    def cancel(self) -> None:
        """Stop the restore if nothing has been changed yet."""
        if self._job is not None:
            self._job.cancel()
            self.doing.setText("Avbryts …")

    def opened(self) -> Workspace:
        """Open the folder with the typed secret and clear the field. Raises VerkstadError; the field is kept then."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            workspace = Workspace.open(self._folder, self.secret.text())
        finally:
            QApplication.restoreOverrideCursor()
        self._wait.right()
        self.secret.clear()
        return workspace

    def why_not(self, fault: VerkstadError) -> str:
        """Return the message for a refusal, with the seconds to wait before the next try."""
        words = f"{fault}{self._wait.refused(fault)}"
        self._show_state()
        self.secret.selectAll()
        self.secret.setFocus()
        return words

    def _end(self, fault: Exception | None) -> None:
        job, self._job = self._job, None
        self._show_state()
        if job is None:
            return
        self.remark = job.remark
        if fault is None:
            self.brought.emit(job.copy)
        elif isinstance(fault, VerkstadError):
            self.refused.emit(fault, job.copy)
        else:
            raise fault

    def _show_state(self) -> None:
        show_if(self.bar, self.is_busy)
        show_if(self.doing, self.is_busy)
        self.secret.setEnabled(not self.is_busy)
        self.changed.emit()
