"""Messages laid over the bottom of the page, so that nothing moves: what was done, and what went wrong."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from verkstad.domain.changes import undo_words
from verkstad.ui.kit.parts import Banner, Elided, button, row, tool
from verkstad.ui.kit.tips import set_tip
from verkstad.ui.kit.visibility import show_if

_STAYS = 12_000  # milliseconds
_BESIDE, _BELOW, _BETWEEN = 24, 16, 8  # pixels


class Notice(Banner):
    """A banner of the window that may appear at any time; it covers the page instead of moving it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__()
        self._over = over
        self.setParent(over)
        over.installEventFilter(self)

    def show_words(self, words: str, tone: str = "late") -> None:
        super().show_words(words, tone)
        self._place()
        self.raise_()

    def _place(self) -> None:
        over = self._over
        width = max(0, over.width() - 2 * _BESIDE)
        height = min(self.heightForWidth(width), over.height() - 2 * _BELOW)
        self.setGeometry(_BESIDE, over.height() - height - _BELOW, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)


class Toast(QFrame):
    """A message about what was done, with an undo button. It hides after a time; a notice is shown below it."""

    undo_wanted = Signal()

    def __init__(self, over: QWidget, notice: Notice) -> None:
        super().__init__(over)
        self._over, self._notice = over, notice
        self.setProperty("role", "toast")
        for one in (over, notice):
            one.installEventFilter(self)
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
        show_if(self._undo, with_undo)
        self._undo.setAccessibleName(undo_words(words))
        set_tip(self._undo, f"{undo_words(words)} (Ctrl+Z)")
        self.setAccessibleName(words)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def _place(self) -> None:
        over = self._over
        width = min(self.sizeHint().width(), over.width() - 2 * _BESIDE)
        height = self.sizeHint().height()
        below = over.height() - _BELOW if self._notice.isHidden() else self._notice.y() - _BETWEEN
        self.setGeometry((over.width() - width) // 2, below - height, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
        if event.type() in kinds:
            self._place()
        return super().eventFilter(watched, event)
