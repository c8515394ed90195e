"""Tables of figures: equal columns aligned right, sums, definitions, and whether the sums are proven."""

from collections.abc import Sequence
from itertools import groupby

from verkstad.documents.kit.face import INK, MM, MUTED, Style, Weight, text_width
from verkstad.documents.kit.parts import Part, Role
from verkstad.documents.kit.rows import Frame, RowText, row_strips, text_strips
from verkstad.documents.kit.strips import Strip, kept, spaced, stacked, with_drawing
from verkstad.documents.kit.tables import COLUMN_GAP, lowered, with_header
from verkstad.documents.kit.text import longest_word, readable
from verkstad.domain.table import Cell, Row, Table

_LABEL_SHARE = 0.25  # the smallest share of the width for row labels
_INSET = 2.2 * MM  # between columns of figures
_GROUP_GAP = 3 * MM
_NARROWEST = 18 * MM
_NOTE_WIDTH = 150 * MM
_PROVEN = "Summorna är kontrollräknade."

_TITLE = Style(10, 14, Weight.BOLD)
_CELL = Style(9, 12.5)
_BOLD = Style(9, 12.5, Weight.BOLD)
_FAINT = Style(9, 12.5, colour=MUTED)
_MASKED = Style(7.5, 13.6)  # on the same line as figures of 9 points
_HEAD = Style(8, 10.5, Weight.BOLD)
_SMALL = Style(8, 11, colour=MUTED)


def figure_strips(table: Table, width: float) -> list[Strip]:
    """Return a table of figures with its title, definition and notes."""
    return _FigureTable(table, width).strips()


class _FigureTable:
    """Lays out one table: a column of labels, then columns of figures, equally wide if there is room."""

    def __init__(self, table: Table, width: float) -> None:
        self._table = table
        self._width = width
        self._part = Part(Role.TABLE)
        self._heads = [column.label for column in table.columns]
        self._columns = self._figure_widths()
        self._label_width = width - sum(self._columns)

    def strips(self) -> list[Strip]:
        title = RowText(self._table.title, _TITLE, self._width, 0, Part(Role.SUBHEADING))
        frame = Frame(above=1.7, below=1.7, width=self._width, rule=0.4)
        body = [row_strips(self._figures(row), frame) for row in self._table.rows]
        if self._table.totals:
            frame = Frame(above=2.2, below=2.2, width=self._width, rule=0.8, rule_above=0.8, shade=INK)
            body.append(row_strips(self._figures(self._table.totals, _BOLD), frame))
        beneath = self._beneath()
        if body and beneath:
            body[-1][-1].stays = True
        return [*kept(text_strips(title), with_next=True), *with_header(self._header(), body), *beneath]

    def _header(self) -> Strip:
        rows = [self._group_row()] if any(column.group for column in self._table.columns) else []
        heading = self._row("", self._heads, [_HEAD] * (len(self._heads) + 1), Role.COLUMN_HEADING)
        lowered(heading)
        frame = Frame(above=2, below=3, width=self._width, rule=0.8, shade=INK)
        return stacked([*rows, *row_strips(heading, frame)])

    def _group_row(self) -> Strip:
        row = Part(Role.TABLE_ROW, self._part)
        cells, x, start = [RowText("", _HEAD, 1, 0, Part(Role.TABLE_CELL, row))], self._label_width, 0
        for label, columns in groupby(self._table.columns, lambda column: column.group):
            count = len(list(columns))
            wide = sum(self._columns[start : start + count])
            part = Part(Role.COLUMN_HEADING if label else Role.TABLE_CELL, row, span=count)
            inset = _INSET + self._gaps()[start]
            cells.append(RowText(label, _HEAD, wide - inset, x + inset, part))
            x, start = x + wide, start + count
        strip = stacked(row_strips(cells, Frame(above=2, below=2)))
        for cell in filter(lambda cell: cell.text, cells):
            strip = _ruled(strip, cell.x, cell.width)
        return strip

    def _figures(self, row: Row, style: Style = _CELL) -> list[RowText]:
        shown = [_shown(cell, style) for cell in row.cells]
        texts = [text for text, _ in shown]
        return self._row(row.label, texts, [style, *(own for _, own in shown)], Role.TABLE_CELL)

    def _row(self, label: str, texts: Sequence[str], styles: Sequence[Style], role: Role) -> list[RowText]:
        row = Part(Role.TABLE_ROW, self._part)
        first = Part(Role.ROW_HEADING if label else Role.TABLE_CELL, row)
        cells = [RowText(label, styles[0], self._label_width - COLUMN_GAP, 0, first)]
        x = self._label_width
        for column, text, style in zip(self._columns, texts, styles[1:], strict=True):
            cells.append(RowText(text, style, column - _INSET, x + _INSET, Part(role, row), is_right=True))
            x += column
        return cells

    def _figure_widths(self) -> list[float]:
        rows = [*self._table.rows, *([self._table.totals] if self._table.totals else [])]
        wanted, least = [], []
        for number, head in enumerate(self._heads):
            shown = {_shown(row.cells[number], _BOLD) for row in rows}
            label = longest_word(head, _HEAD)
            wanted.append(max([label, *(text_width(text, style) for text, style in shown)]) + _INSET + 0.1)
            least.append(max([label, *(longest_word(text, style) for text, style in shown)]) + _INSET + 0.1)
        gaps = self._gaps()
        room = self._width * (1 - _LABEL_SHARE) - sum(gaps)
        widest = max(wanted, default=0.0)
        for widths in ([max(_NARROWEST, widest)] * len(wanted), [widest] * len(wanted), wanted, least):
            if sum(widths) <= room:
                break
        else:
            widths = [each * room / sum(least) for each in least]
        return [each + gap for each, gap in zip(widths, gaps, strict=True)]

    def _gaps(self) -> list[float]:
        """Return the extra gap before each column: a gap if the column begins a new group."""
        groups = [column.group for column in self._table.columns]
        return [
            _GROUP_GAP if number and group != groups[number - 1] else 0.0
            for number, group in enumerate(groups)
        ]

    def _beneath(self) -> list[Strip]:
        table = self._table
        defined = " ".join(
            filter(None, (table.definition, _PROVEN if table.has_sums and table.proven else ""))
        )
        strips: list[Strip] = []
        for text in filter(None, (defined, *table.notes)):
            note = RowText(text, _SMALL, min(self._width, _NOTE_WIDTH), 0, Part(Role.NOTE))
            strips += spaced(2 if strips else 4, text_strips(note))
        return kept(strips)


def _shown(cell: Cell, style: Style) -> tuple[str, Style]:
    """Return a cell's text and style: missing values and zero are faint, words are smaller."""
    if cell.masked:
        return cell.masked, _MASKED
    text = readable(cell.text)
    return text, _FAINT if text in ("0", "–") and style is _CELL else style


def _ruled(strip: Strip, x: float, width: float) -> Strip:
    return with_drawing(strip, lambda pen, left, top: pen.rule(left + x, top - strip.height, width))
