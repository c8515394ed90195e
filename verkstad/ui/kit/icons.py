"""Icons of one family (Phosphor), drawn in the current colours each time they are painted.

The font is in `resources/fonts`, unchanged. To add an icon, add a line to `LETTERS`: its name and its letter in the
family's own list (https://phosphoricons.com, version 1.3).
"""

from functools import cache

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from verkstad.resource_files import resource_path
from verkstad.ui.kit import theme

SIZE = QSize(18, 18)
FONT = "Phosphor.ttf"
LETTERS = {
    "arrow-clockwise": 0xF020,
    "arrow-counter-clockwise": 0xF021,
    "arrow-right": 0xF044,
    "briefcase": 0xF0A0,
    "buildings": 0xF0A8,
    "calendar-blank": 0xF0AD,
    "caret-down": 0xF0C2,
    "caret-left": 0xF0C3,
    "caret-right": 0xF0C4,
    "chart-pie-slice": 0xF0D7,
    "check": 0xF0E7,
    "circle": 0xF0EC,
    "copy": 0xF114,
    "desktop": 0xF12E,
    "download-simple": 0xF14C,
    "envelope-simple": 0xF156,
    "eye": 0xF15B,
    "file-text": 0xF170,
    "flag": 0xF17C,
    "folder-open": 0xF18C,
    "gear-six": 0xF19C,
    "key": 0xF1E4,
    "lock": 0xF1FF,
    "magnifying-glass": 0xF20A,
    "medal": 0xF213,
    "note-pencil": 0xF22E,
    "path": 0xF25D,
    "phone": 0xF26E,
    "plus": 0xF27F,
    "printer": 0xF288,
    "question": 0xF293,
    "sign-in": 0xF2C6,
    "sun": 0xF2FE,
    "trash": 0xF334,
    "upload-simple": 0xF345,
    "user-plus": 0xF34F,
    "users": 0xF351,
    "x": 0xF36D,
}


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(resource_path("fonts", FONT)))
    return QFontDatabase.applicationFontFamilies(number)[0]


class _Glyph(QIconEngine):
    def __init__(self, letter: str, role: str) -> None:
        super().__init__()
        self._letter, self._role = letter, role

    def clone(self) -> QIconEngine:
        return _Glyph(self._letter, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        font = QFont(_family())
        font.setPixelSize(rect.height())
        colour = getattr(theme.colours(), "muted" if mode == QIcon.Mode.Disabled else self._role)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # a button that has no size yet
            return QPixmap()
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap


def icon(name: str, role: str = "ink") -> QIcon:
    """Return an icon by its name in `LETTERS`, in the colour of a role of `theme.Colours`."""
    return QIcon(_Glyph(chr(LETTERS[name]), role))
