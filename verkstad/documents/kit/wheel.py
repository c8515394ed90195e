"""The wheel as a figure: first and latest values with different lines and marks, and the numbers next to it."""

import math
from collections.abc import Sequence
from functools import partial

from verkstad.documents.kit.blocks import beside, paragraph
from verkstad.documents.kit.face import ACCENT, HAIRLINE, MM, MUTED, Style, Weight, text_width
from verkstad.documents.kit.icons import Icon
from verkstad.documents.kit.parts import Part, Role
from verkstad.documents.kit.pen import Pen
from verkstad.documents.kit.strips import Strip, kept
from verkstad.documents.kit.tables import GridColumn, grid_strips
from verkstad.domain import swedish
from verkstad.domain.papers import WheelFigure

_SIDE = 65 * MM
_NUMBERS = 8.5 * MM
_FIGURES = 22 * MM  # the width of a column of figures
_NUMBER = Style(10, 12, Weight.BOLD)
_TEXT = Style(11, 14.5)
_HEAD = Style(11, 14.5, Weight.BOLD)
_NOTE = Style(11, 15, colour=MUTED)
_SCALE = Style(8, 10, colour=MUTED)


def wheel_strips(wheel: WheelFigure, width: float) -> list[Strip]:
    """Return the wheel and the table of its numbers, or nothing if it has no areas."""
    if not wheel.areas:
        return []
    scale = f"Skala {_figure_text(wheel.minimum)}–{_figure_text(wheel.maximum)}."
    when = f"Nu {swedish.long_date(wheel.latest_on)}."
    if wheel.first_on:
        when = f"Först {swedish.long_date(wheel.first_on)}, nu {swedish.long_date(wheel.latest_on)}."
    return [
        *kept(paragraph(f"{wheel.title}. {when} {scale}", _NOTE, width), with_next=True),
        *beside([partial(_figure, wheel), partial(_numbers, wheel)], width, shares=(0.39, 0.61)),
    ]


def _figure(wheel: WheelFigure, width: float) -> list[Strip]:
    part = Part(Role.FIGURE, description=_told(wheel))
    side = min(width, _SIDE)
    radius = side / 2 - 6 * MM

    def draw(pen: Pen, left: float, top: float) -> None:
        x, y = left + side / 2, top - side / 2
        with pen.part(part):
            _draw_web(pen, wheel, x, y, radius)
            for is_first, values in ((True, wheel.first), (False, wheel.latest)):
                _draw_values(pen, _points(wheel, values, x, y, radius), is_first=is_first)

    return [Strip(side, draw)]


def _numbers(wheel: WheelFigure, width: float) -> list[Strip]:
    heads = [("Nu", _sample(is_first=False))]
    figures = [wheel.latest]
    if wheel.first:
        heads.insert(0, ("Först", _sample(is_first=True)))
        figures.insert(0, wheel.first)
    columns = [
        GridColumn("", _NUMBERS),
        GridColumn("Område", width - _NUMBERS - _FIGURES * len(heads)),
        *(GridColumn(head, _FIGURES, is_right=True, icon=icon) for head, icon in heads),
    ]
    rows = [
        [str(number), area, *(_figure_text(values[number - 1]) for values in figures)]
        for number, area in enumerate(wheel.areas, 1)
    ]
    return grid_strips(columns, rows, style=_TEXT, head=_HEAD, padding=1.6)


def _sample(*, is_first: bool) -> Icon:
    """Return an icon for a column heading: a piece of the line that shows the column's values."""

    def draw(pen: Pen, x: float, y: float, size: float) -> None:
        middle = y + size / 2
        _draw_values(pen, [(x, middle), (x + size * 0.9, middle)], is_first=is_first, is_closed=False)

    return draw


def _told(wheel: WheelFigure) -> str:
    scale = f"{_figure_text(wheel.minimum)}–{_figure_text(wheel.maximum)}"
    told = []
    for number, area in enumerate(wheel.areas):
        now = _figure_text(wheel.latest[number])
        told.append(
            f"{area} {_figure_text(wheel.first[number])}, nu {now}" if wheel.first else f"{area} {now}"
        )
    return f"{wheel.title}, hjul med skalan {scale}. {'; '.join(told)}."


def _figure_text(value: float | None) -> str:
    return swedish.number_text(value, 0 if value is None or value == int(value) else 1)


def _points(
    wheel: WheelFigure, values: Sequence[float | None], x: float, y: float, radius: float
) -> list[tuple[float, float] | None]:
    span = max(wheel.maximum - wheel.minimum, 1) + 1  # the lowest value is drawn one step from the middle
    return [
        None
        if value is None
        else _at(x, y, radius * (value - wheel.minimum + 1) / span, number, len(wheel.areas))
        for number, value in enumerate(values)
    ]


def _at(x: float, y: float, radius: float, number: int, count: int) -> tuple[float, float]:
    """Return a point on a circle, clockwise from the top."""
    angle = math.tau * number / count
    return x + radius * math.sin(angle), y + radius * math.cos(angle)


def _draw_web(pen: Pen, wheel: WheelFigure, x: float, y: float, radius: float) -> None:
    count = len(wheel.areas)
    rings = round(max(wheel.maximum - wheel.minimum, 1)) + 1
    shown = [ring for ring in range(1, rings + 1) if rings <= 10 or ring % math.ceil(rings / 10) == 0]
    for ring in shown:
        pen.ring(x, y, radius * ring / rings, thick=0.8 if ring == rings else 0.35, shade=HAIRLINE)
    for number in range(count):
        pen.path([(x, y), _at(x, y, radius, number, count)], thick=0.35, shade=HAIRLINE)
        text = str(number + 1)
        left, low = _at(x, y, radius + 3.6 * MM, number, count)
        pen.text(left - text_width(text, _NUMBER) / 2, low - 3.6, text, _NUMBER)
    for ring in (rings // 2, rings):
        text = _figure_text(wheel.minimum + ring - 1)
        pen.text(x + 2, y + radius * ring / rings - 8, text, _SCALE)


def _draw_values(
    pen: Pen, points: Sequence[tuple[float, float] | None], *, is_first: bool, is_closed: bool = True
) -> None:
    pairs = zip(points, [*points[1:], *(points[:1] if is_closed else ())], strict=False)
    for start, end in pairs:
        if start and end:
            shade, dash = (MUTED, (3.0, 2.0)) if is_first else (ACCENT, ())
            pen.path([start, end], thick=1.1 if is_first else 1.8, shade=shade, dash=dash)
    for point in filter(None, points):
        pen.dot(*point, 2.3 if is_first else 2.6, shade=MUTED if is_first else ACCENT, is_hollow=is_first)
