"""Icons of one family (Phosphor), drawn in the colours in use whenever they are painted."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from verkstad.ui.kit import theme

SIZE = QSize(18, 18)


@cache
def _family() -> tuple[str, dict[str, str]]:
    """The font's family and its letter for each name.

    The files are qtawesome's; importing it would load all its families and cost a tenth of a second at start.
    """
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("qtawesome is not installed")
    folder = Path(spec.submodule_search_locations[0]) / "fonts"
    number = QFontDatabase.addApplicationFont(str(next(folder.glob("phosphor-*.ttf"))))
    letters: dict[str, str] = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_bytes())
    return QFontDatabase.applicationFontFamilies(number)[0], letters


class _Glyph(QIconEngine):
    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role

    def clone(self) -> QIconEngine:
        return _Glyph(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        family, letters = _family()
        font = QFont(family)
        font.setPixelSize(rect.height())
        colour = getattr(theme.colours(), "muted" if mode == QIcon.Mode.Disabled else self._role)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chr(int(letters[self._name], 16)))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # a button that has not been given its place yet
            return QPixmap()
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap


def icon(name: str, role: str = "ink") -> QIcon:
    """The icon of that Phosphor name in the colour of a role of `theme.Colours`."""
    return QIcon(_Glyph(name, role))
