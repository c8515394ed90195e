"""Rows of texts side by side, used by paragraphs, lists and tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from verkstad.documents.kit.face import HAIRLINE, MM, Style
from verkstad.documents.kit.parts import Part
from verkstad.documents.kit.pen import Pen
from verkstad.documents.kit.strips import Strip
from verkstad.documents.kit.text import set_lines

_TALLEST = 120 * MM  # a taller row can be divided between lines by a page break


@dataclass(slots=True)
class RowText:
    """A text set in lines, `x` points from the row's left edge."""

    text: str
    style: Style
    width: float
    x: float
    part: Part
    is_right: bool = False  # lines end at the right edge
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = set_lines(self.text, self.style, self.width)

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading

    def draw(self, pen: Pen, left: float, top: float, first: int = 0, last: int | None = None) -> None:
        x = left + self.x
        baseline = top - self.style.baseline
        with pen.part(self.part):
            for line in self.lines[first:last]:
                pen.text(x, baseline, line, self.style, right=x + self.width if self.is_right else None)
                baseline -= self.style.leading


@dataclass(frozen=True, slots=True)
class Frame:
    """Room and lines around the texts of a row, in points."""

    above: float = 0.0
    below: float = 0.0
    width: float = 0.0
    rule: float = 0.0  # thickness of the line below
    rule_above: float = 0.0
    shade: str = HAIRLINE
    at_least: float = 0.0  # height


def text_strips(cell: RowText) -> list[Strip]:
    """Return a paragraph with a strip for each line. No single line is left at the foot or head of a page."""
    strips = [
        Strip(cell.style.leading, partial(cell.draw, first=line, last=line + 1))
        for line in range(len(cell.lines))
    ]
    if len(strips) > 1:
        strips[0].stays = strips[-2].stays = True
    return strips


def row_strips(cells: Sequence[RowText], frame: Frame) -> list[Strip]:
    """Return a row as one strip. If it is too tall, each line is a strip, so that a page break can divide it."""
    leading = max(cell.style.leading for cell in cells)
    lines = max(len(cell.lines) for cell in cells)
    step = 1 if lines * leading > _TALLEST else lines
    strips = [_row_strip(cells, frame, first, first + step, lines) for first in range(0, lines, step)]
    for strip in (*strips[:2], *strips[-3:-1]) if len(strips) > 1 else ():
        strip.stays = True
    return strips


def _row_strip(cells: Sequence[RowText], frame: Frame, first: int, last: int, lines: int) -> Strip:
    above = 0.0 if first else frame.above
    below = frame.below if last == lines else 0.0
    text = max((min(last, len(cell.lines)) - first) * cell.style.leading for cell in cells)
    height = above + text + below
    if not first and last == lines:
        height = max(height, frame.at_least)

    def draw(pen: Pen, x: float, top: float) -> None:
        if frame.rule_above and not first:
            pen.rule(x, top, frame.width, thick=frame.rule_above, shade=frame.shade)
        for cell in cells:
            if first < len(cell.lines):
                cell.draw(pen, x, top - above, first, last)
        if frame.rule and last == lines:
            pen.rule(x, top - height, frame.width, thick=frame.rule, shade=frame.shade)

    return Strip(height, draw)
