"""Small widgets and layout helpers: texts, buttons, pills, banners and empty pages."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from verkstad.ui.kit import icons
from verkstad.ui.kit.fonts import enlarge
from verkstad.ui.kit.pill import paint_pill, pill_size
from verkstad.ui.kit.tips import set_tip
from verkstad.ui.kit.visibility import show_if

_EMPTY_WIDTH = 400  # pixels: a line length that is easy to read
Box = TypeVar("Box", bound=QBoxLayout)

TITLE = "Verkstad"
"""The title of every window and dialog. Headings may be personal, and other programs show window titles."""


def text(words: str = "", role: str = "", *, wraps: bool = False) -> QLabel:
    """Return a label. Roles: title, section, muted, help, problem, missing, good."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wraps)
    if role == "title":
        enlarge(label, 4)
    elif role == "section":
        enlarge(label, 1)
    elif role in ("help", "problem", "missing"):
        enlarge(label, -1, is_heavy=False)
    return label


class Elided(QLabel):
    """A one-line text, shortened with … if it does not fit; the tooltip shows all of it."""

    def __init__(self, words: str = "", role: str = "", *, yields: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        if role == "title":
            enlarge(self, 4)
        wanted = QSizePolicy.Policy.Ignored if yields else QSizePolicy.Policy.Preferred
        self.setSizePolicy(wanted, QSizePolicy.Policy.Fixed)
        self.show_words(words)

    def show_words(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        self.updateGeometry()
        self._shorten()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(80, self.sizeHint().width()), super().sizeHint().height())

    def _shorten(self) -> None:
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        set_tip(self, "" if shown == self._words else self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()


def shown(words: str) -> str:
    """Return user text for a button, tab or menu: there a single & marks a shortcut."""
    return words.replace("&", "&&")


class _Button(QPushButton):
    """A button that Enter presses when it has the focus, even in a window without a default button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    words: str,
    does: Callable[[], Any] | None = None,
    *,
    icon: str = "",
    role: str = "",
    tip: str = "",
) -> QPushButton:
    """Return a button with a label. Roles: primary (one on a page), link, chip, or none."""
    made = _Button(words)
    made.setProperty("role", role)
    if icon:
        tone = {"primary": "on_accent", "link": "accent"}.get(role, "ink")
        made.setIcon(icons.icon(icon, tone))
        made.setIconSize(icons.SIZE)
    set_tip(made, tip)
    made.setAutoDefault(False)
    if role in ("link", "chip"):
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if does is not None:
        made.clicked.connect(lambda _checked=False: does())
    return made


def tool(icon: str, name: str, does: Callable[[], Any] | None = None) -> QToolButton:
    """Return a button with only an icon; `name` is its tooltip and its name for screen readers."""
    made = QToolButton()
    made.setIcon(icons.icon(icon))
    made.setIconSize(icons.SIZE)
    set_tip(made, name)
    made.setAccessibleName(name)
    if does is not None:
        made.clicked.connect(lambda _checked=False: does())
    return made


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the stylesheet uses, and apply the stylesheet again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def empty_layout(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            empty_layout(inner)


def frame(role: str) -> QFrame:
    made = QFrame()
    made.setProperty("role", role)
    return made


def hairline() -> QFrame:
    line = frame("line")
    line.setFixedHeight(1)
    return line


def column(*parts: QWidget | QLayout | int, margin: int = 0, space: int = 8) -> QVBoxLayout:
    """Return a vertical layout of widgets and layouts; 0 is a stretch, another number a gap in pixels."""
    return _filled(QVBoxLayout(), parts, margin, space)


def row(*parts: QWidget | QLayout | int, margin: int = 0, space: int = 8) -> QHBoxLayout:
    """Return a horizontal layout of widgets and layouts; 0 is a stretch, another number a gap in pixels."""
    return _filled(QHBoxLayout(), parts, margin, space)


def _filled(layout: Box, parts: tuple[QWidget | QLayout | int, ...], margin: int, space: int) -> Box:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(space)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        elif part:
            layout.addSpacing(part)
        else:
            layout.addStretch(1)
    return layout


def scrolled(content: QWidget) -> QScrollArea:
    """Return an area that scrolls the content vertically only."""
    content.setProperty("role", "page")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


class Pill(QWidget):
    """A small filled label with a word. Tones: accent, late, soon, info, or none."""

    def __init__(self, words: str = "", tone: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_words(words, tone)

    def show_words(self, words: str, tone: str = "") -> None:
        self._words, self._tone = words, tone
        self.setAccessibleName(words)
        show_if(self, bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return pill_size(self._words, self.fontMetrics())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, self.rect(), self._words, self._tone)
        painter.end()


class Banner(QFrame):
    """A message to the user. Hidden while it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._words = text(wraps=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = tool("x", "Stäng meddelandet", self.hide)
        layout = row(self._words, close)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setAlignment(close, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text() if not self.isHidden() else ""

    def show_words(self, words: str, tone: str = "late") -> None:
        self._words.setText(words)
        self.setAccessibleName(words)
        restyle(self, "tone", tone)
        show_if(self, bool(words))


class EmptyState(QWidget):
    """Says what an empty page is for, with the buttons that add the first record."""

    def __init__(self, heading: str, words: str, *buttons: QPushButton, icon: str = "") -> None:
        super().__init__()
        picture = QLabel()
        if icon:
            picture.setPixmap(icons.icon(icon, "muted").pixmap(40, 40))
        title = text(heading, "section")
        body = text(words, "muted", wraps=True)
        body.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        body.setFixedWidth(_EMPTY_WIDTH)
        body.setFixedHeight(max(0, body.heightForWidth(_EMPTY_WIDTH)))
        layout = column(0, picture, title, body, 4, row(0, *buttons, 0), 0, 0, margin=12, space=8)
        for part in (picture, title, body):
            layout.setAlignment(part, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(layout)
