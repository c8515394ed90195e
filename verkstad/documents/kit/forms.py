"""Elements to fill in by hand: lines to write on, boxes to tick, lines to sign on."""

from collections.abc import Sequence

from verkstad.documents.kit.face import INK, MM, MUTED, Style, text_width
from verkstad.documents.kit.parts import Part, Role
from verkstad.documents.kit.pen import Pen
from verkstad.documents.kit.rows import RowText
from verkstad.documents.kit.strips import Strip, kept
from verkstad.documents.kit.text import readable

_LINE = 9 * MM
_SIGNATURE_ROOM = 12.5 * MM
_SIGNATURE_SHARES = (0.47, 0.33, 0.2)
_GAP = 5 * MM


def pen_lines(count: int, width: float) -> list[Strip]:
    """Return lines to write on."""

    def draw(pen: Pen, x: float, top: float) -> None:
        pen.rule(x, top - _LINE, width, thick=0.6, shade=MUTED)

    return kept([Strip(_LINE, draw) for _ in range(count)])


def tick_boxes(
    boxes: Sequence[tuple[str, bool]], style: Style, width: float, *, lead: str = "", line: float = 0
) -> list[Strip]:
    """Return boxes on one line, each with its text, ticked or empty.

    `lead` is printed before them. A line to write on follows the last, `line` points long.
    """
    side = style.size * 0.95
    step = style.size * 1.7
    room = text_width(lead, style) + style.size if lead else 0.0
    widths = [text_width(text, style) + step + style.size * 2 for text, _ in boxes[:-1]]
    cells, x = [], room
    for (text, is_ticked), each in zip(boxes, [*widths, width - room - sum(widths)], strict=True):
        described = Part(Role.FIGURE, description="Ikryssad ruta" if is_ticked else "Tom ruta")
        cells.append(
            (RowText(text, style, each - step, x + step, Part(Role.PARAGRAPH)), described, is_ticked)
        )
        x += each
    first = RowText(lead, style, room, 0, Part(Role.PARAGRAPH)) if lead else None
    height = max(cell.height for cell, _, _ in cells) + style.leading * 0.35

    def draw(pen: Pen, left: float, top: float) -> None:
        if first:
            first.draw(pen, left, top)
        for cell, described, is_ticked in cells:
            at, low = left + cell.x - step, top - style.leading / 2 - side / 2
            with pen.part(described):
                pen.box(at, low, side, side, thick=0.9, shade=INK)
                if is_ticked:
                    marks = [(at + side * across, low + side * up) for across, up in _TICK]
                    pen.path(marks, thick=1.7, shade=INK)
            cell.draw(pen, left, top)
        if line:
            after = left + cells[-1][0].x + text_width(readable(boxes[-1][0]), style) + style.size / 2
            pen.rule(after, top - style.baseline - 1, line, thick=0.6, shade=MUTED)

    return [Strip(height, draw)]


_TICK = ((0.2, 0.5), (0.43, 0.25), (0.83, 0.8))


def signature(label: str, name: str, style: Style, width: float) -> list[Strip]:
    """Return a line to sign on, one for the printed name and one for the date."""
    group = Part(Role.SIGNATURES)
    room = width - 2 * _GAP
    cells, x = [], 0.0
    for text, share in zip((label, name or "Namnförtydligande", "Datum"), _SIGNATURE_SHARES, strict=True):
        cells.append(RowText(text, style, room * share, x, Part(Role.PARAGRAPH, group)))
        x += room * share + _GAP
    height = _SIGNATURE_ROOM + max(cell.height for cell in cells) + 3

    def draw(pen: Pen, left: float, top: float) -> None:
        for cell in cells:
            pen.rule(left + cell.x, top - _SIGNATURE_ROOM, cell.width, thick=0.7, shade=INK)
            cell.draw(pen, left, top - _SIGNATURE_ROOM - 3)

    return [Strip(height, draw)]
