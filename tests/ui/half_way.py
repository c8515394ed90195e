"""Pauses long work at a given share, independent of the machine's speed."""

from contextlib import AbstractContextManager
from unittest import mock

from verkstad.storage.stepwise import Stepwise
from verkstad.ui.desk.work_dialog import WorkDialog


def standing_at(percent: int) -> AbstractContextManager[object]:
    """Within the block, new long work pauses when `percent` is done. The test continues it with `go_on`."""
    begin = WorkDialog.go_on_with

    def go_on_with(self: WorkDialog, work: Stepwise[object]) -> None:
        begin(self, work)
        self.bar.valueChanged.connect(lambda value: self._turns.stop() if value >= percent else None)

    return mock.patch.object(WorkDialog, "go_on_with", go_on_with)


def go_on(dialog: WorkDialog) -> None:
    dialog.bar.valueChanged.disconnect()
    dialog._turns.start()
