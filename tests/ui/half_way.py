"""Work that stands still at a share of its way, however fast the machine is."""

from contextlib import AbstractContextManager
from unittest import mock

from verkstad.storage.stepwise import Stepwise
from verkstad.ui.desk.work_dialog import WorkDialog


def standing_at(percent: int) -> AbstractContextManager[object]:
    """Within the block, work that begins stops taking turns when so much is done. Who goes on calls `go_on`."""
    begin = WorkDialog.go_on_with

    def go_on_with(self: WorkDialog, work: Stepwise[object]) -> None:
        begin(self, work)
        self.bar.valueChanged.connect(lambda value: self._turns.stop() if value >= percent else None)

    return mock.patch.object(WorkDialog, "go_on_with", go_on_with)


def go_on(dialog: WorkDialog) -> None:
    dialog.bar.valueChanged.disconnect()
    dialog._turns.start()
