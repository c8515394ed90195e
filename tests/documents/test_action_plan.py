"""The action plan, read back from its PDF."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.papers import EXTREME, FORM, PLAN, WHEEL
from tests.documents.reading import POINTS_PER_MM, letters_of, page_texts, reader, rules_of, tags_of, text_of
from verkstad.documents.action_plan import action_plan
from verkstad.domain.papers import ActionPlanPaper

HEADINGS = [
    "Mina uppgifter",
    "Mitt mål",
    "Det här kan jag",
    "Det här behöver jag stöd med",
    "Mina steg",
    "Mina veckotider",
    "Insatser och andra kontakter",
    "Hjul",
    "Vi följer upp",
    "Ändrat sedan förra planen",
    "Delaktighet",
    "Underskrifter",
]


def test_headings_stand_in_reading_order() -> None:
    tree = tags_of(action_plan(PLAN))
    assert [tag.text for tag in tree.all("H1")] == ["Handlingsplan"]
    assert [tag.text for tag in tree.all("H2")] == HEADINGS


def test_title_is_a_setting() -> None:
    tree = tags_of(action_plan(replace(PLAN, title="Genomförandeplan")))
    assert [tag.text for tag in tree.all("H1")] == ["Genomförandeplan"]


def test_everything_in_the_plan_is_printed() -> None:
    text = text_of(action_plan(PLAN))
    for expected in (
        "Exempelby kommun",
        "Arbetsmarknadsenheten · Verkstad Norr",
        "Mitt namn Amina Exempelsson",
        "Planen är gjord den 5 oktober 2026",
        "Ring eller skicka sms till 0555-12 34 57",
        "Jag vill arbeta i en mataffär.",
        "Därför är målet viktigt för mig Jag vill ha egna pengar.",
        "Nästa möte 12 november 2026",
        "Om jag är sjuk ringer jag före klockan",
        "Jag har fått en kopia. Kopia lämnad: 5 oktober 2026",
        "Den svenska texten gäller. Fråga om du inte förstår.",
    ):
        assert expected in text


def test_steps_are_a_table_with_headings() -> None:
    table = tags_of(action_plan(replace(PLAN, wheel=None))).all("Table")[0]
    header, *rows = table.all("TR")
    assert [tag.text for tag in header.all("TH")] == [
        "Vad ska jag göra?",
        "Vem hjälper mig?",
        "Klart senast",
        "Så vet vi att det är klart",
        "Hur gick det?",
    ]
    assert [tag.text for tag in rows[1].all("TD")] == [
        "Ta reda på hur jag får körkort",
        "Jag själv",
        "",
        "Jag vet vad det kostar",
        "Inte klart",
    ]


def test_a_plan_takes_two_pages_and_a_form_too() -> None:
    assert len(page_texts(action_plan(PLAN))) == 2
    assert len(page_texts(action_plan(FORM))) == 2


def test_form_answers_nothing_beforehand() -> None:
    tree = tags_of(action_plan(FORM))
    boxes = [tag.told for tag in tree.all("Figure")]
    assert len(boxes) == 6
    assert set(boxes) == {"Tom ruta"}


def test_boxes_tell_what_was_answered() -> None:
    boxes = [tag.told for tag in tags_of(action_plan(replace(PLAN, wheel=None))).all("Figure")]
    yes, no = "Ikryssad ruta", "Tom ruta"
    # wants an interpreter yes/no · took part · interpreter used yes/no · has a copy
    assert boxes == [yes, no, yes, yes, no, yes]
    changed = replace(PLAN, wheel=None, interpreter_needed=False, interpreter_used=False, copy_given_on=None)
    boxes = [tag.told for tag in tags_of(action_plan(changed)).all("Figure")]
    assert boxes == [no, no, yes, no, no, no]  # a flag that is off does not mean that anybody was asked


def test_wheel_is_told_in_words_and_numbers() -> None:
    tree = tags_of(action_plan(PLAN))
    told = next(tag.told for tag in tree.all("Figure") if "Arbetshjulet" in tag.told)
    assert told == (
        "Arbetshjulet, hjul med skalan 1–10. Kompetens 4, nu 6; Kommunikation, språk 3, nu 5; "
        "Hälsa 6, nu 7,5; Mobilitet –, nu –."
    )
    rows = [[cell.text for cell in row.all("TH", "TD")] for row in tree.all("Table")[1].all("TR")]
    assert rows[0] == ["", "Område", "Först", "Nu"]
    assert rows[3] == ["3", "Hälsa", "6", "7,5"]


def test_wheel_measured_once() -> None:
    text = text_of(action_plan(replace(PLAN, wheel=replace(WHEEL, first=(), first_on=None))))
    assert "Arbetshjulet. Nu 28 september 2026. Skala 1–10." in text
    assert "Först" not in text


@pytest.mark.parametrize("paper", (PLAN, FORM, EXTREME), ids=["plan", "form", "extreme"])
def test_nothing_leaves_the_margins(paper: ActionPlanPaper) -> None:
    margin, slack = 20 * POINTS_PER_MM, 1.5  # a J extends a little to the left
    width, height = 210 * POINTS_PER_MM, 297 * POINTS_PER_MM
    for letter in letters_of(action_plan(paper)):
        assert letter.left >= margin - slack, letter
        assert letter.right <= width - margin + slack, letter
        assert letter.bottom >= margin - 3, letter  # descenders in the footer
        assert letter.top <= height - margin + slack, letter


def test_extreme_plan_says_everything() -> None:
    pdf = action_plan(EXTREME)
    told = "".join(tags_of(pdf).whole_text.split())
    for text in (
        EXTREME.goal,
        EXTREME.resources,
        EXTREME.needs,
        EXTREME.steps[-1].what,
        EXTREME.steps[-1].sign,
    ):
        assert "".join(text.split()) in told
    assert "Arbetsmarknadsutbildningssamordnaren" in told
    last = page_texts(pdf)[-1]
    assert "Min underskrift" in last
    assert "Personalens underskrift" in last


def test_pages_are_counted() -> None:
    texts = page_texts(action_plan(EXTREME))
    assert len(texts) > 5
    for number, text in enumerate(texts, 1):
        assert f"Sida {number} av {len(texts)}" in text
        assert "2026-0042 · Utskriven 2026-10-05" in text


def test_pen_has_room_above_signatures() -> None:
    pdf = action_plan(PLAN)
    letters = [letter for letter in letters_of(pdf) if letter.page == 1]
    rules = rules_of(pdf, 1)
    text = "".join(letter.letter for letter in letters)
    for label in ("Minunderskrift", "Personalensunderskrift"):
        first = letters[text.index(label)]
        line = min(low for left, low, _, _ in rules if low > first.top and left < first.left + 2)
        above = min(one.bottom for one in letters if one.bottom > line and one.left < first.left + 200)
        assert line - first.top < 3 * POINTS_PER_MM
        assert above - line >= 12 * POINTS_PER_MM


def test_file_says_its_language_and_kind_but_nothing_personal() -> None:
    pdf = action_plan(PLAN)
    document = reader(pdf)
    assert document.root_object["/Lang"] == "sv-SE"
    assert document.root_object["/MarkInfo"]["/Marked"]
    assert document.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata is not None
    assert document.metadata.title == "Handlingsplan 2026-0042"
    about = " ".join(str(value) for value in document.metadata.values())
    for personal in ("Amina", "Exempelsson", "Sara", "Lindqvist", "0555"):
        assert personal not in about


@pytest.mark.parametrize("paper", (PLAN, FORM), ids=["plan", "form"])
def test_fonts_are_embedded(paper: ActionPlanPaper) -> None:
    fonts = {
        font["/BaseFont"]: font.get("/FontDescriptor", {})
        for page in reader(action_plan(paper)).pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert {name.partition("+")[2] for name in fonts} == {"NotoSans-Regular", "NotoSans-Bold"}
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())


def test_markup_is_printed_as_it_was_written() -> None:
    mean = '<img src="http://exempel.invalid/x.png"/> <b>fet <a href="http://exempel.invalid">& </para>'
    assert mean in text_of(action_plan(replace(PLAN, goal=mean)))


def test_other_scripts_are_named() -> None:
    text = text_of(action_plan(replace(PLAN, name="Amina أمينة محمد", goal="Bra 🙂 tack 🚀 → klart")))
    assert "Amina [arabisk text]" in text
    assert "Bra :-) tack [symbol] -> klart" in text


def test_same_plan_gives_the_same_bytes() -> None:
    assert action_plan(PLAN) == action_plan(replace(PLAN))
    assert action_plan(PLAN) != action_plan(replace(PLAN, printed_on=date(2026, 10, 6)))


@settings(max_examples=60)
@given(st.text(), st.text(max_size=40), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_makes_a_paper(long: str, short: str, steps: list[str]) -> None:
    paper = replace(
        PLAN,
        title=short,
        name=short,
        contact_phone=short,
        goal=long,
        resources=long,
        needs=short,
        steps=tuple(replace(PLAN.steps[0], what=text, who=long, status=short) for text in steps),
        other_contacts=long,
        letterhead=replace(PLAN.letterhead, municipality=short, unit=short),
        wheel=replace(WHEEL, title=short, areas=(short, long, short, "a")),
    )
    texts = page_texts(action_plan(paper))
    assert f"Sida 1 av {len(texts)}" in texts[0]
