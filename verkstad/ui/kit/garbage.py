"""Collects garbage on the main thread only: a worker would delete widgets, which Qt forbids."""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 1000  # milliseconds


class MainThreadCollector(QObject):
    """Replaces Python's automatic garbage collection while it exists, with Python's own thresholds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.collect_what_is_due)
        self._timer.start()

    @staticmethod
    def collect_what_is_due() -> None:
        """Collect the oldest generation over its threshold, and with it all younger ones."""
        for generation, (count, threshold) in reversed(
            list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
        ):
            if threshold and count > threshold:
                gc.collect(generation)
                return
