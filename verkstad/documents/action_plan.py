"""The action plan: one or two calm pages for a reader of little Swedish, with room to write by hand."""

from collections.abc import Sequence
from functools import partial

from verkstad.documents.kit import icons
from verkstad.documents.kit.blocks import Maker, beside, heading, labelled, paragraph, prose
from verkstad.documents.kit.face import MM, MUTED, Style, Weight
from verkstad.documents.kit.forms import pen_lines, signature, tick_boxes
from verkstad.documents.kit.paper import CONTENT_WIDTH, Sheet, draw_paper
from verkstad.documents.kit.parts import Role
from verkstad.documents.kit.strips import Strip, kept, space, spaced
from verkstad.documents.kit.tables import GridColumn, grid_strips
from verkstad.documents.kit.text import readable
from verkstad.documents.kit.wheel import wheel_strips
from verkstad.domain import swedish
from verkstad.domain.papers import ActionPlanPaper

_TITLE = Style(24, 29, Weight.BOLD)
_HEADING = Style(14, 18, Weight.BOLD)
_GOAL = Style(14, 19)
_TEXT = Style(12, 16)
_LABEL = Style(11, 15, colour=MUTED)
_TABLE_HEAD = Style(11, 14, Weight.BOLD)

_SECTION_GAP = 5.5 * MM
_ITEM_GAP = 2.5 * MM
_ICON_SIZE = 8 * MM
_EMPTY_STEPS = 3
_EMPTY_STEP_HEIGHT = 14 * MM


def action_plan(paper: ActionPlanPaper) -> bytes:
    """Return the plan as a PDF. Missing texts become lines to write on."""
    strips = [
        *_title(paper),
        *_section("Mina uppgifter", partial(_details, paper)),
        *_section("Mitt mål", partial(_goal, paper)),
        *_two_sections(
            ("Det här kan jag", _written(paper, paper.resources, 3)),
            ("Det här behöver jag stöd med", _written(paper, paper.needs, 3)),
        ),
        *_section("Mina steg", partial(_steps, paper), icon=icons.steps),
        *_two_sections(
            ("Mina veckotider", _written(paper, paper.weekly_times, 5)),
            ("Insatser och andra kontakter", _written(paper, paper.other_contacts, 5)),
        ),
        *_wheel(paper),
        *_section("Vi följer upp", partial(_follow_up, paper)),
        *_two_sections(
            ("Ändrat sedan förra planen", _written(paper, paper.changed, 3)),
            ("Delaktighet", partial(_taking_part, paper)),
        ),
        *kept(_section("Underskrifter", partial(_signatures, paper))),
    ]
    sheet = Sheet(
        kind=paper.title, mark=paper.case_number, letterhead=paper.letterhead, printed_on=paper.printed_on
    )
    return draw_paper(sheet, strips)


def _title(paper: ActionPlanPaper) -> list[Strip]:
    return heading(paper.title, _TITLE, CONTENT_WIDTH, Role.TITLE)


def _section(
    text: str, make: Maker, *, icon: icons.Icon | None = None, width: float = CONTENT_WIDTH
) -> list[Strip]:
    strips = [*heading(text, _HEADING, width, after=1.2 * MM, icon=icon), *make(width)]
    return spaced(_SECTION_GAP, strips)


def _two_sections(*sections: tuple[str, Maker]) -> list[Strip]:
    makers = [
        lambda width, text=text, make=make: _section(text, make, width=width) for text, make in sections
    ]
    return spaced(_SECTION_GAP, beside(makers, CONTENT_WIDTH))


def _written(paper: ActionPlanPaper, text: str, lines: int, style: Style = _TEXT) -> Maker:
    """Return the written text, or lines to write on: this many on an empty form, at most two in a plan."""

    def make(width: float) -> list[Strip]:
        if readable(text).strip():
            return prose(text, style, width)
        return pen_lines(min(lines, 2) if _is_filled(paper) else lines, width)

    return make


def _field(paper: ActionPlanPaper, label: str, text: str, icon: icons.Icon | None = None) -> Maker:
    written = _written(paper, text, 1)
    return lambda width: labelled(label, written, _LABEL, width, icon=icon, icon_size=_ICON_SIZE)


def _details(paper: ActionPlanPaper, width: float) -> list[Strip]:
    made = swedish.long_date(paper.made_on) if paper.made_on else ""
    rows: Sequence[Sequence[Maker]] = (
        (
            _field(paper, "Mitt namn", paper.name),
            _field(paper, "Min kontaktperson", paper.contact_person),
            _field(paper, "Ring eller skicka sms till", paper.contact_phone),
        ),
        (
            _field(paper, "Mina språk", paper.languages),
            partial(_interpreter, paper),
            _field(paper, "Planen är gjord den", made),
        ),
    )
    strips = []
    for number, row in enumerate(rows):
        strips += spaced(_ITEM_GAP if number else 0, beside(row, width))
    return strips


def _interpreter(paper: ActionPlanPaper, width: float) -> list[Strip]:
    # False can mean "no" or "not asked", so neither box is ticked then.
    answers = [("ja", paper.interpreter_needed), ("nej", False)]
    return labelled("Jag vill ha tolk", partial(tick_boxes, answers, _TEXT), _LABEL, width)


def _is_filled(paper: ActionPlanPaper) -> bool:
    """Return whether this is a plan. An empty form must not contain any answers."""
    return paper.made_on is not None


def _goal(paper: ActionPlanPaper, width: float) -> list[Strip]:
    why = labelled("Därför är målet viktigt för mig", _written(paper, paper.why_important, 2), _LABEL, width)
    return [*_written(paper, paper.goal, 2, _GOAL)(width), *spaced(_ITEM_GAP, why)]


def _steps(paper: ActionPlanPaper, width: float) -> list[Strip]:
    heads = (
        ("Vad ska jag göra?", 0.275, None),
        ("Vem hjälper mig?", 0.21, icons.helpers),
        ("Klart senast", 0.165, None),
        ("Så vet vi att det är klart", 0.215, None),
        ("Hur gick det?", 0.135, None),
    )
    columns = [GridColumn(text, width * share, icon=icon) for text, share, icon in heads]
    rows = [
        (step.what, step.who, step.due_on.isoformat() if step.due_on else "", step.sign, step.status)
        for step in paper.steps
    ]
    height = 0.0 if rows else _EMPTY_STEP_HEIGHT
    empty = [("",) * len(columns)] * _EMPTY_STEPS
    return grid_strips(columns, rows or empty, style=_TEXT, head=_TABLE_HEAD, padding=4, row_height=height)


def _wheel(paper: ActionPlanPaper) -> list[Strip]:
    if not paper.wheel or not paper.wheel.areas:
        return []
    wheel = paper.wheel
    return _section("Hjul", partial(wheel_strips, wheel))


def _follow_up(paper: ActionPlanPaper, width: float) -> list[Strip]:
    review = swedish.long_date(paper.next_review_on) if paper.next_review_on else ""
    sick = _field(paper, "Om jag är sjuk ringer jag före klockan", "", icon=icons.phone)
    return beside([_field(paper, "Nästa möte", review, icon=icons.calendar), sick], width)


def _taking_part(paper: ActionPlanPaper, width: float) -> list[Strip]:
    was_interpreted = [
        ("ja", paper.interpreter_used),
        ("nej", False),
    ]
    return [
        *tick_boxes([("Jag har varit med och gjort planen", paper.took_part)], _TEXT, width),
        *paragraph("Planen lästes upp på mitt språk.", _TEXT, width),
        *tick_boxes(was_interpreted, _TEXT, width, lead="Tolk:"),
    ]


def _signatures(paper: ActionPlanPaper, width: float) -> list[Strip]:
    given = swedish.long_date(paper.copy_given_on) if paper.copy_given_on else ""
    copy = f"Jag har fått en kopia. Kopia lämnad: {given}".strip()
    return [
        *signature("Min underskrift", paper.name, _LABEL, width),
        *signature("Personalens underskrift", paper.contact_person, _LABEL, width),
        space(3 * MM),
        *tick_boxes([(copy, bool(given))], _TEXT, width, line=0 if given else 45 * MM),
        space(1 * MM),
        *paragraph("Den svenska texten gäller. Fråga om du inte förstår.", _LABEL, width),
    ]
