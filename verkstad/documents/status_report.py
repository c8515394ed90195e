"""The status report of a month: fixed headings, the leader's texts, tables with proven sums."""

from functools import partial

from verkstad.documents.kit.blocks import beside, heading, labelled, paragraph, prose
from verkstad.documents.kit.face import MM, MUTED, Style, Weight
from verkstad.documents.kit.figure_tables import figure_strips
from verkstad.documents.kit.forms import signature
from verkstad.documents.kit.paper import CONTENT_WIDTH, Sheet, draw_paper
from verkstad.documents.kit.parts import Role
from verkstad.documents.kit.strips import Strip, kept, spaced
from verkstad.domain import swedish
from verkstad.domain.papers import ReportSection, StatusReportPaper

_TITLE = Style(24, 30, Weight.BOLD)
_SUBTITLE = Style(14, 20, colour=MUTED)
_HEADING = Style(13, 18, Weight.BOLD)
_TEXT = Style(10, 14.5)
_MISSING = Style(10, 14.5, colour=MUTED)
_SMALL = Style(8.5, 12)
_LABEL = Style(8.5, 12, colour=MUTED)

_READING_WIDTH = 140 * MM
_SECTION_GAP = 9 * MM
_TABLE_GAP = 5.5 * MM
_DRAFT = "Utkast"
_LOG_CODE = "Kontrollkod för uppgifterna bakom rapporten:"


def status_report(paper: StatusReportPaper) -> bytes:
    """Return the report as a PDF, with the sections in the given order."""
    strips = [*_front(paper)]
    for section in paper.sections:
        strips += spaced(_SECTION_GAP, _section(section, is_draft=_is_draft(paper)))
    strips[-1].stays = True  # a page with only the signature is avoided
    strips += spaced(_SECTION_GAP, kept(_approval(paper)))
    sheet = Sheet(
        kind="Lägesrapport",
        mark=f"{paper.month.label}, version {paper.version}",
        letterhead=paper.letterhead,
        printed_on=paper.printed_on,
        stamp=paper.status if _is_draft(paper) else "",
    )
    return draw_paper(sheet, strips)


def _is_draft(paper: StatusReportPaper) -> bool:
    return paper.status.strip().casefold() == _DRAFT.casefold()


def _front(paper: StatusReportPaper) -> list[Strip]:
    month = paper.month
    period = f"{swedish.date_text(month.first)} – {swedish.date_text(month.last)}"
    project = " · ".join(filter(None, (paper.project_name, paper.project_number)))
    facts = (
        (("Verkstad", paper.letterhead.workshop), ("Period", period)),
        (("Projekt", project), ("Diarienummer", paper.reference_number)),
        (("Version", str(paper.version)), ("Status", paper.status)),
    )
    strips = [
        *heading("Lägesrapport", _TITLE, CONTENT_WIDTH, Role.TITLE),
        *paragraph(month.label[:1].upper() + month.label[1:], _SUBTITLE, CONTENT_WIDTH),
    ]
    for number, row in enumerate(facts):
        makers = [
            partial(labelled, label, partial(paragraph, text or "–", _TEXT), _LABEL) for label, text in row
        ]
        strips += spaced(2 * MM if number else 5 * MM, beside(makers, CONTENT_WIDTH))
    if paper.reason:
        why = labelled(
            "Anledning till rättelsen", partial(prose, paper.reason, _TEXT), _LABEL, _READING_WIDTH
        )
        strips += spaced(2 * MM, why)
    return strips


def _section(section: ReportSection, *, is_draft: bool) -> list[Strip]:
    strips = heading(section.heading, _HEADING, CONTENT_WIDTH, after=1.2 * MM)
    if section.text.strip():
        small = not section.is_written  # the program's explanations are smaller than the leader's text
        strips += prose(section.text, _SMALL if small else _TEXT, _READING_WIDTH)
    elif section.is_written and (is_draft or not section.tables):
        missing = paragraph("Ingen text är skriven.", _MISSING, _READING_WIDTH)
        strips += kept(missing, with_next=bool(section.tables))
    has_text = len(strips) > 2
    for number, table in enumerate(section.tables):
        strips += spaced(_TABLE_GAP if number or has_text else 1 * MM, figure_strips(table, CONTENT_WIDTH))
    return strips


def _approval(paper: StatusReportPaper) -> list[Strip]:
    return [
        *heading("Godkänd av", _HEADING, CONTENT_WIDTH),
        *signature("Underskrift", paper.approved_by, _LABEL, CONTENT_WIDTH),
        *spaced(
            4 * MM,
            paragraph(f"{_LOG_CODE} {paper.log_code}", _SMALL, CONTENT_WIDTH) if paper.log_code else [],
        ),
    ]
