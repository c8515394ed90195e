"""Small icons for readers of little Swedish, drawn with a few strokes on a square of 24 units."""

from collections.abc import Callable

from verkstad.documents.kit.face import ACCENT
from verkstad.documents.kit.pen import Pen

Icon = Callable[[Pen, float, float, float], None]  # pen, left edge, lower edge, size in points

_THICK = 1.7  # of 24 units


def steps(pen: Pen, x: float, y: float, size: float) -> None:
    """Draw stairs with a flag at the top."""
    _line(pen, x, y, size, (2, 3), (8, 3), (8, 8), (14, 8), (14, 13), (22, 13))
    _line(pen, x, y, size, (18, 13), (18, 23), (23.5, 20.5), (18, 18))


def helpers(pen: Pen, x: float, y: float, size: float) -> None:
    """Draw two people."""
    unit = size / 24
    for middle, head in ((8, 17.5), (17.5, 16)):
        pen.ring(x + middle * unit, y + head * unit, 3.3 * unit, thick=_THICK * unit, shade=ACCENT)
    pen.arc(x + 8 * unit, y + 4 * unit, 6.5 * unit, 0, 180, thick=_THICK * unit)
    _line(pen, x, y, size, (1.5, 4), (14.5, 4))
    pen.arc(x + 17.5 * unit, y + 4 * unit, 5.5 * unit, 0, 108, thick=_THICK * unit)
    _line(pen, x, y, size, (17.5, 4), (23, 4))


def calendar(pen: Pen, x: float, y: float, size: float) -> None:
    """Draw a calendar page with one day marked."""
    unit = size / 24
    _line(pen, x, y, size, (2.5, 20), (21.5, 20), (21.5, 2.5), (2.5, 2.5), is_closed=True)
    _line(pen, x, y, size, (2.5, 14.5), (21.5, 14.5))
    _line(pen, x, y, size, (7.5, 18), (7.5, 23))
    _line(pen, x, y, size, (16.5, 18), (16.5, 23))
    pen.dot(x + 15.5 * unit, y + 7.5 * unit, 2.2 * unit, shade=ACCENT)


def phone(pen: Pen, x: float, y: float, size: float) -> None:
    """Draw a ringing mobile phone."""
    unit = size / 24
    pen.box(x + 4 * unit, y + 1 * unit, 11 * unit, 22 * unit, thick=_THICK * unit, shade=ACCENT)
    _line(pen, x, y, size, (8, 4.5), (11, 4.5))
    for radius in (5, 9):
        pen.arc(x + 15 * unit, y + 15 * unit, radius * unit, -38, 76, thick=_THICK * unit)


def _line(
    pen: Pen, x: float, y: float, size: float, *points: tuple[float, float], is_closed: bool = False
) -> None:
    unit = size / 24
    pen.path(
        [(x + left * unit, y + up * unit) for left, up in points], thick=_THICK * unit, is_closed=is_closed
    )
