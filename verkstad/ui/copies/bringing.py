"""A copy brought to a folder: the secret that is asked for, how far it is, and the wait after a wrong one."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QProgressBar, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.ui.copies.restore_job import RestoreJob
from verkstad.ui.kit.growing_wait import GrowingWait
from verkstad.ui.kit.parts import column, text
from verkstad.workspace import Workspace


class Bringing(QWidget):
    """Part of a dialog, which says what happens before and afterwards."""

    brought = Signal(object)  # the copy that is now in the folder's place
    refused = Signal(object, object)  # the known fault, and the copy
    changed = Signal()  # whether it is busy, or may be begun

    def __init__(self, folder: Path, label: str) -> None:
        super().__init__()
        self._folder = folder
        self._job: RestoreJob | None = None
        self.remark = ""  # of what was brought, to be said when it is done
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
        """Stops it while nothing has been touched."""
        if self._job is not None:
            self._job.cancel()
            self.doing.setText("Avbryts …")

    def opened(self) -> Workspace:
        """Opens the folder with what has been typed, which is then forgotten. Raises VerkstadError."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            workspace = Workspace.open(self._folder, self.secret.text())
        finally:
            QApplication.restoreOverrideCursor()
        self._wait.right()
        self.secret.clear()
        return workspace

    def why_not(self, fault: VerkstadError) -> str:
        """What to say of a refusal, and how long to wait before the next try."""
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
        self.bar.setVisible(self.is_busy)
        self.doing.setVisible(self.is_busy)
        self.secret.setEnabled(not self.is_busy)
        self.changed.emit()
