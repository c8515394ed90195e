"""The A4 page around the blocks: letterhead, header, footer, and the metadata of the PDF."""

import io
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from threading import Lock

from reportlab.pdfgen.canvas import Canvas

from verkstad.documents.kit.face import INK, MM, MUTED, Style, Weight, font_name, text_width
from verkstad.documents.kit.parts import Part, Role
from verkstad.documents.kit.pen import Pen
from verkstad.documents.kit.rows import RowText, text_strips
from verkstad.documents.kit.strips import Strip, paginate, space
from verkstad.documents.kit.text import readable, shortened
from verkstad.domain import swedish
from verkstad.domain.papers import Letterhead

PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
MARGIN = 20 * MM
CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN

_one_at_a_time = Lock()  # reportlab must not read a font file from two threads at once

_FOOTER = 9 * MM
_HEADER = 9 * MM  # on every page except the first, which has the letterhead
_HEADER_WITH_STAMP = 12 * MM
_SMALL = Style(8.5, 11, colour=MUTED)
_SENDER = Style(11, 15, Weight.BOLD)
_SENDER_MORE = Style(10, 14, colour=MUTED)
_STAMP = Style(10, 14, Weight.BOLD)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """Everything around the content of a paper."""

    kind: str  # "Handlingsplan"
    mark: str  # a case number or version; never a person's name
    letterhead: Letterhead
    printed_on: date
    stamp: str = ""  # printed on every page: "Utkast"


def draw_paper(sheet: Sheet, strips: Sequence[Strip]) -> bytes:
    """Return the paper as a PDF. The same paper printed on the same day has the same bytes."""
    with _one_at_a_time:
        return _drawn(sheet, strips)


def _drawn(sheet: Sheet, strips: Sequence[Strip]) -> bytes:
    room = PAGE_HEIGHT - 2 * MARGIN - _FOOTER
    header = _HEADER_WITH_STAMP if sheet.stamp else _HEADER
    pages = paginate([*_letterhead(sheet), *strips], lambda page: room - header if page else room)
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        lang="sv-SE",
        initialFontName=font_name(Weight.REGULAR),
    )
    _describe(canvas, sheet)
    pen = Pen(canvas)
    for number, page in enumerate(pages, 1):
        top = PAGE_HEIGHT - MARGIN
        _draw_header(pen, sheet, top, has_sender=number > 1)
        top -= header if number > 1 else 0
        for below, strip, is_repeated in page:
            with pen.decoration() if is_repeated else nullcontext():
                strip.draw(pen, MARGIN, top - below)
        _draw_footer(pen, sheet, f"Sida {number} av {len(pages)}")
        pen.end_page()
    pen.finish()
    canvas.save()
    return target.getvalue()


def _describe(canvas: Canvas, sheet: Sheet) -> None:
    canvas.setTitle(readable(f"{sheet.kind} {sheet.mark}".strip()))
    canvas.setAuthor(readable(sheet.letterhead.municipality))
    canvas.setSubject("")
    canvas.setCreator("Verkstad")
    canvas.setDateFormatter(lambda *_now: f"D:{sheet.printed_on:%Y%m%d}000000Z")
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _letterhead(sheet: Sheet) -> list[Strip]:
    head = sheet.letterhead
    width = CONTENT_WIDTH - (_stamp_width(sheet) + 5 * MM if sheet.stamp else 0)
    more = " · ".join(filter(None, (head.unit, head.workshop, head.contact)))
    lines = ((head.municipality, _SENDER), (more, _SENDER_MORE))
    strips = [
        strip
        for text, style in lines
        if text
        for strip in text_strips(RowText(text, style, width, 0, Part(Role.PARAGRAPH)))
    ]
    rule = Strip(
        0, lambda pen, x, top: pen.rule(x, top, CONTENT_WIDTH, thick=0.8, shade=INK), before=2.5 * MM
    )
    return [*strips, rule, space(7 * MM)]


def _stamp_width(sheet: Sheet) -> float:
    return text_width(readable(sheet.stamp), _STAMP) + 16


def _draw_header(pen: Pen, sheet: Sheet, top: float, *, has_sender: bool) -> None:
    head = sheet.letterhead
    room = CONTENT_WIDTH
    with pen.decoration():
        if sheet.stamp:
            wide = _stamp_width(sheet)
            left = MARGIN + CONTENT_WIDTH - wide
            pen.box(left, top - 17, wide, 17, thick=1, shade=INK)
            pen.text(left + 8, top - 1.5 - _STAMP.baseline, readable(sheet.stamp), _STAMP)
            room -= wide + 5 * MM
        if has_sender:
            sender = " · ".join(filter(None, (head.municipality, head.unit)))
            pen.text(MARGIN, top - _SMALL.baseline, shortened(sender, _SMALL, room), _SMALL)


def _draw_footer(pen: Pen, sheet: Sheet, page: str) -> None:
    printed = f"Utskriven {swedish.date_text(sheet.printed_on)}"
    mark = readable(f" · {sheet.mark} · {printed}" if sheet.mark else f" · {printed}")
    room = CONTENT_WIDTH - text_width(page, _SMALL) - text_width(mark, _SMALL) - 10 * MM
    kind = shortened(sheet.kind, _SMALL, room)
    with pen.decoration():
        pen.rule(MARGIN, MARGIN + 12, CONTENT_WIDTH, thick=0.4)
        pen.text(MARGIN, MARGIN + 1, f"{kind}{mark}", _SMALL)
        pen.text(MARGIN, MARGIN + 1, page, _SMALL, right=MARGIN + CONTENT_WIDTH)
