"""Tables of texts: hairlines, a header repeated on each page, and no short row divided between pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from verkstad.documents.kit.blocks import icon_room, with_icon
from verkstad.documents.kit.face import INK, MM, Style, text_width
from verkstad.documents.kit.icons import Icon
from verkstad.documents.kit.parts import Part, Role
from verkstad.documents.kit.rows import Frame, RowText, row_strips
from verkstad.documents.kit.strips import Strip, height_of, kept, stacked

COLUMN_GAP = 3 * MM
_KEPT_WHOLE = 60 * MM  # a shorter table is not divided between pages


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of texts: its heading, and its width in points."""

    heading: str
    width: float
    is_right: bool = False
    icon: Icon | None = None


def grid_strips(
    columns: Sequence[GridColumn],
    rows: Sequence[Sequence[str]],
    *,
    style: Style,
    head: Style,
    padding: float,
    row_height: float = 0.0,
) -> list[Strip]:
    """Return a table of texts. `padding` and the smallest height of a row are in points."""
    table = Part(Role.TABLE)
    width = sum(column.width for column in columns)

    def cells(texts: Sequence[str], style: Style, role: Role) -> list[RowText]:
        row = Part(Role.TABLE_ROW, table)
        found, x = [], 0.0
        for column, text in zip(columns, texts, strict=True):
            room = column.width - (COLUMN_GAP if column is not columns[-1] else 0)
            indent = icon_room(style) if column.icon and role is Role.COLUMN_HEADING else 0.0
            part = Part(role if text else Role.TABLE_CELL, row)
            found.append(RowText(text, style, room - indent, x + indent, part, column.is_right))
            x += column.width
        return found

    heading = cells([column.heading for column in columns], head, Role.COLUMN_HEADING)
    lowered(heading)
    header = stacked(row_strips(heading, Frame(above=4, below=4, width=width, rule=1, shade=INK)))
    for column, cell in zip(columns, heading, strict=True):
        if column.icon:
            lines = list(filter(None, cell.lines))
            below = 4 + head.leading * (len(cell.lines) - len(lines))
            free = cell.width - max(text_width(line, head) for line in lines) if column.is_right else 0.0
            header = with_icon(header, column.icon, head, cell.x + free - icon_room(head), below)
    frame = Frame(above=padding, below=padding, width=width, rule=0.5, at_least=row_height)
    return with_header(header, [row_strips(cells(row, style, Role.TABLE_CELL), frame) for row in rows])


def lowered(heading: Sequence[RowText]) -> None:
    """Align headings at the bottom, whatever number of lines they have."""
    most = max(len(cell.lines) for cell in heading)
    for cell in heading:
        cell.lines = [""] * (most - len(cell.lines)) + cell.lines


def with_header(header: Strip, body: Sequence[Sequence[Strip]]) -> list[Strip]:
    """Return the header and rows. A small table stays whole; a large one keeps rows together at start and end."""
    header.stays = bool(body)
    rows = [strip for row in body for strip in row]
    for strip in rows:
        strip.header = header
    for row in (*body[:2], *body[-3:-1]):
        row[-1].stays = True
    strips = [header, *rows]
    return kept(strips, with_next=strips[-1].stays) if height_of(strips) <= _KEPT_WHOLE else strips
