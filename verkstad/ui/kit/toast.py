"""A line over the page that says what was done."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from verkstad.ui.kit.parts import Elided, button, row, tool

_STAYS = 12_000  # milliseconds


class Toast(QFrame):
    """A line that says what was done, with the way back. It lies over the page, so that nothing moves."""

    undo_wanted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("role", "toast")
        over.installEventFilter(self)
        self._timer = QTimer(self, singleShot=True, interval=_STAYS)
        self._timer.timeout.connect(self.hide)
        self._words = Elided(yields=False)
        self._undo = button("Ångra", self.undo_wanted.emit, role="link", icon="arrow-counter-clockwise")
        layout = row(self._words, 0, self._undo, tool("x", "Stäng", self.hide))
        layout.setContentsMargins(12, 4, 8, 4)
        self.setLayout(layout)
        self.hide()

    def say(self, words: str, *, with_undo: bool) -> None:
        self._words.show_words(words)
        self._undo.setVisible(with_undo)
        self.setAccessibleName(words)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def _place(self) -> None:
        over = self.parentWidget()
        if over is not None:
            width = min(self.sizeHint().width(), over.width() - 48)
            height = self.sizeHint().height()
            self.setGeometry((over.width() - width) // 2, over.height() - height - 16, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
