"""The font of the papers in two weights, with text styles and colours."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from verkstad.resource_files import resource_path

MM: float = mm
INK = "#22302B"
MUTED = "#5C6A64"
HAIRLINE = "#A9ADA6"
ACCENT = "#1F5F4A"

_CAP_HEIGHT = 0.714  # share of the size, in both weights


class Weight(StrEnum):
    REGULAR = "Regular"
    BOLD = "Bold"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set. Size and leading in points."""

    size: float
    leading: float
    weight: Weight = Weight.REGULAR
    colour: str = INK

    @property
    def baseline(self) -> float:
        """Return the distance in points from the line's top to the baseline, so that capitals are centred."""
        return (self.leading + _CAP_HEIGHT * self.size) / 2


class _Widths(dict[str, float]):
    """Advance widths in thousandths of the size."""

    def __init__(self, font: TTFont) -> None:
        super().__init__((chr(code), width) for code, width in font.face.charWidths.items())
        self._other = float(font.face.defaultWidth)

    def __missing__(self, letter: str) -> float:
        return self._other


@cache
def _font(weight: Weight) -> TTFont:
    font = TTFont(f"Paper{weight}", resource_path("fonts", f"NotoSans-{weight}.ttf"), asciiReadable=False)
    pdfmetrics.registerFont(font)
    return font


@cache
def _widths(weight: Weight) -> _Widths:
    return _Widths(_font(weight))


@cache
def font_name(weight: Weight) -> str:
    """Return the font's name on the canvas. The first call loads the font."""
    return str(_font(weight).fontName)


@cache
def colour(code: str) -> HexColor:
    return HexColor(code)


@cache
def letters() -> Collection[str]:
    """Return every character that both weights contain."""
    return frozenset.intersection(*(frozenset(_widths(weight)) for weight in Weight))


def text_width(text: str, style: Style) -> float:
    """Return the width in points of a readable text (see text.py) without line breaks."""
    return sum(map(_widths(style.weight).__getitem__, text)) * style.size / 1000
