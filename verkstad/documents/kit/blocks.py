"""Blocks of text: headings, paragraphs, lists, labels with values, texts side by side."""

import re
from collections.abc import Callable, Sequence

from verkstad.documents.kit.face import MM, Style
from verkstad.documents.kit.icons import Icon
from verkstad.documents.kit.parts import Part, Role
from verkstad.documents.kit.pen import Pen
from verkstad.documents.kit.rows import RowText, text_strips
from verkstad.documents.kit.strips import (
    Strip,
    height_of,
    indented,
    kept,
    space,
    spaced,
    stacked,
    with_drawing,
)
from verkstad.documents.kit.text import readable

Maker = Callable[[float], list[Strip]]  # makes blocks for a width in points

_COLUMN_GAP = 10 * MM
_TALLEST_BESIDE = 100 * MM
_ITEM = re.compile(r"\s*[-–•*]\s+(.*)")


def heading(
    text: str,
    style: Style,
    width: float,
    role: Role = Role.HEADING,
    *,
    after: float = 0,
    icon: Icon | None = None,
) -> list[Strip]:
    """Return a heading, with an optional icon before it. It is kept on the same page as the next strip."""
    strips = text_strips(RowText(text, style, width - (icon_room(style) if icon else 0), 0, Part(role)))
    if icon:
        strips = indented(strips, icon_room(style))
        strips[0] = with_icon(strips[0], icon, style)
    return kept([*strips, space(after)], with_next=True)


def paragraph(text: str, style: Style, width: float, *, role: Role = Role.PARAGRAPH) -> list[Strip]:
    """Return a text as one paragraph."""
    return text_strips(RowText(text, style, width, 0, Part(role)))


def prose(text: str, style: Style, width: float) -> list[Strip]:
    """Return a user's text: an empty line separates paragraphs, and lines that begin with "- " form a list."""
    strips: list[Strip] = []
    points: Part | None = None
    for block in _blocks(readable(text)):
        item = _ITEM.fullmatch(block)
        if not item:
            points = None
            strips += spaced(style.leading * 0.5, paragraph(block, style, width))
        elif points:
            strips += spaced(style.leading * 0.2, _point(item[1], style, width, points))
        else:
            points = Part(Role.LIST)
            strips += spaced(style.leading * 0.4, _point(item[1], style, width, points))
    if strips:
        strips[0].before = 0.0
    return strips


def _blocks(text: str) -> list[str]:
    """Return paragraphs and list items. A line directly after a paragraph line belongs to the same paragraph."""
    blocks: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        if goes_on and line.strip() and not _ITEM.fullmatch(line):
            blocks[-1] += f"\n{line}"
        elif line.strip():
            blocks.append(line)
        goes_on = bool(line.strip()) and not _ITEM.fullmatch(line)
    return blocks


def _point(text: str, style: Style, width: float, points: Part) -> list[Strip]:
    item = Part(Role.LIST_ITEM, points)
    indent = style.size * 1.1
    mark = RowText("•", style, indent, 0, Part(Role.LIST_MARK, item))
    strips = text_strips(RowText(text, style, width - indent, indent, Part(Role.LIST_TEXT, item)))
    return [with_drawing(strips[0], mark.draw), *strips[1:]]


def labelled(
    label: str, make: Maker, style: Style, width: float, *, icon: Icon | None = None, icon_size: float = 0.0
) -> list[Strip]:
    """Return a label above its content, with an optional icon before both; `icon_size` in points."""
    room = icon_size * 1.3 if icon else 0.0
    strips = [*heading(label, style, width - room, Role.PARAGRAPH), *make(width - room)]
    if not icon:
        return strips
    strips = indented(strips, room)
    strips[0] = with_drawing(strips[0], lambda pen, x, top: icon(pen, x, top - icon_size - 1, icon_size))
    return strips


def beside(makers: Sequence[Maker], width: float, *, shares: Sequence[float] = ()) -> list[Strip]:
    """Return blocks side by side, or below each other if they are too tall. Reading order is block by block.

    Each is made for its own width: equal columns, or the given shares of the width.
    """
    room = width - _COLUMN_GAP * (len(makers) - 1)
    widths = [room * share for share in shares or [1 / len(makers)] * len(makers)]
    sides = [maker(each) for maker, each in zip(makers, widths, strict=True)]
    height = max(height_of(side) for side in sides)
    if height > _TALLEST_BESIDE:
        return [strip for maker in makers for strip in spaced(_COLUMN_GAP / 2, maker(width))]

    def draw(pen: Pen, x: float, top: float) -> None:
        for side, each in zip(sides, widths, strict=True):
            stacked(side).draw(pen, x, top)
            x += each + _COLUMN_GAP

    return [Strip(height, draw, max(side[0].before for side in sides if side))]


def icon_room(style: Style) -> float:
    """Return how far an icon before a text moves it to the right, in points."""
    return style.leading * 1.45


def with_icon(strip: Strip, icon: Icon, style: Style, at: float = 0.0, below: float = 0.0) -> Strip:
    """Return the strip with an icon as tall as a line of the style, `at` and `below` points from its upper left."""
    size = style.leading * 1.1
    down = below + (style.leading + size) / 2
    return with_drawing(strip, lambda pen, x, top: icon(pen, x + at, top - down, size))
