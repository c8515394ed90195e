"""The status report, read back from its PDF."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.papers import FLOW, PLAN, REPORT, SHARES, gender_table
from tests.documents.reading import POINTS_PER_MM, letters_of, page_texts, reader, tags_of, text_of
from verkstad.documents.status_report import status_report
from verkstad.domain.masking import mask_small
from verkstad.domain.papers import ReportSection, StatusReportPaper
from verkstad.domain.table import Table


def _with(*tables: Table, **changes: object) -> StatusReportPaper:
    section = ReportSection(id="flow", heading="Deltagarflöde", text="Text.", tables=tables)
    return replace(REPORT, sections=(section,), **changes)  # type: ignore[arg-type]


def _rows(pdf: bytes) -> list[list[str]]:
    """Return the cells of the first table."""
    return [[cell.text for cell in row.kids] for row in tags_of(pdf).all("Table")[0].all("TR")]


def test_headings_stand_in_reading_order() -> None:
    tree = tags_of(status_report(REPORT))
    assert [(tag.name, tag.text) for tag in tree.all("H1", "H2", "H3")] == [
        ("H1", "Lägesrapport"),
        ("H2", "Sammanfattning"),
        ("H2", "Deltagarflöde"),
        ("H3", "Inskrivningar"),
        ("H2", "Resultat efter 3 månader"),
        ("H3", "Namngivna mått"),
        ("H2", "Lärdomar"),
        ("H2", "Definitioner och bortfall"),
        ("H2", "Godkänd av"),
    ]


def test_front_says_what_report_it_is() -> None:
    text = text_of(status_report(REPORT))
    for expected in (
        "Oktober 2026",
        "Verkstad Verkstad Norr",
        "Period 2026-10-01 – 2026-10-31",
        "Projekt Vägen vidare · 2025/00123",
        "Diarienummer AMN 2026-118",
        "Version 1",
        "Status Utkast",
    ):
        assert expected in text


def test_figures_and_sums_are_printed() -> None:
    assert _rows(status_report(REPORT)) == [
        ["", "Kvinnor", "Män", "Ej angivet", "Totalt"],
        ["Inskrivna vid början", "23", "18", "1", "42"],
        ["Nya", "4", "3", "0", "7"],
        ["Avslutade", "3", "4", "0", "7"],
        ["Summa", "30", "25", "1", "56"],
    ]


def test_shares_groups_definition_and_notes() -> None:
    tree = tags_of(status_report(REPORT))
    groups, heads, row = tree.all("Table")[1].all("TR")
    assert [(tag.text, tag.attributes.get("/ColSpan")) for tag in groups.all("TH")] == [
        ("Oktober 2026", 2),
        ("Från projektets start", 2),
    ]
    assert [tag.text for tag in heads.all("TH")] == ["Antal", "Andel", "Antal", "Andel"]
    assert row.all("TD")[3].text.replace("\xa0", " ") == "120/203 = 59,1 %"
    assert [tag.text for tag in tree.all("Note")][1:] == [
        "Täljaren är de som gått till arbete eller studier.",
        "4 uppföljningar är inte gjorda.",
    ]


def test_only_proven_sums_are_called_proven() -> None:
    proven = "Summorna är kontrollräknade."
    assert proven in text_of(status_report(_with(FLOW)))
    assert proven not in text_of(status_report(_with(replace(FLOW, proven=False))))


def test_draft_says_so_on_every_page() -> None:
    tables = [FLOW] * 12
    texts = page_texts(status_report(_with(*tables)))
    assert len(texts) > 2
    assert all("Utkast" in text for text in texts)
    assert "Utkast" not in text_of(status_report(_with(*tables, status="Godkänd")))


def test_missing_text_is_told() -> None:
    missing = "Ingen text är skriven."
    assert text_of(status_report(REPORT)).count(missing) == 2  # one of the three written sections has a text
    approved = text_of(status_report(replace(REPORT, status="Godkänd")))
    assert approved.count(missing) == 1  # a heading with a table needs no text


def test_correction_gives_its_reason_and_approver() -> None:
    paper = replace(
        REPORT, version=2, status="Godkänd", reason="Två avslut hade fel datum.", approved_by="Sara Lind"
    )
    text = text_of(status_report(paper))
    assert "Version 2" in text
    assert "Anledning till rättelsen Två avslut hade fel datum." in text
    assert "Underskrift Sara Lind Datum" in text
    assert "Skäl" not in text_of(status_report(REPORT))


def test_long_table_repeats_its_header_and_keeps_rows_whole() -> None:
    label = "En etikett som är så lång att den behöver två rader i tabellens första kolumn, alltid"
    rows = {f"{number} {label}": (number, 0, 0) for number in range(60)}
    pdf = status_report(_with(gender_table("long", "Lång", rows)))
    texts = page_texts(pdf)
    assert len(texts) >= 3
    for text in texts[:-1]:
        assert text.count("Ej angivet") == 1
        assert text.count("kolumn, alltid") == text.count("En etikett")
    assert len(tags_of(pdf).all("Table")[0].all("TR")) == 62


def test_headings_do_not_stand_last_on_a_page() -> None:
    for lines in range(1, 60):
        section = ReportSection(id="summary", heading="Sammanfattning", text="\n\n".join(["Text."] * lines))
        other = ReportSection(id="flow", heading="Deltagarflöde", tables=(FLOW,), is_written=False)
        for text in page_texts(status_report(replace(REPORT, sections=(section, other)))):
            if "Deltagarflöde" in text:
                assert "Inskrivna vid början" in text


def test_nothing_leaves_the_margins() -> None:
    wide = replace(
        SHARES,
        columns=tuple(
            replace(SHARES.columns[3], id=str(number), label="Förmiddagsundervisning") for number in range(8)
        ),
        rows=tuple(replace(row, label="Å" * 200, cells=(row.cells[3],) * 8) for row in SHARES.rows),
    )
    margin = 20 * POINTS_PER_MM
    for letter in letters_of(status_report(_with(wide, FLOW))):
        assert margin - 1.5 <= letter.left, letter
        assert letter.right <= 210 * POINTS_PER_MM - margin + 0.5, letter


def test_masked_figures_print_as_words() -> None:
    small = gender_table(
        "exits", "Avslut", {"Arbete": (7, 9, 0), "Sjukskrivning": (2, 6, 0)}, is_sensitive=True
    )
    assert _rows(status_report(_with(mask_small(small))))[1:3] == [
        ["Arbete", "dolt", "dolt", "0", "16"],
        ["Sjukskrivning", "färre än 5", "dolt", "0", "8"],
    ]


def test_file_names_the_month_and_no_person() -> None:
    document = reader(status_report(replace(REPORT, approved_by="Sara Lindqvist")))
    assert document.metadata is not None
    assert document.metadata.title == "Lägesrapport oktober 2026, version 1"
    assert "Sara" not in " ".join(str(value) for value in document.metadata.values())


@settings(max_examples=40)
@given(st.text(), st.text(max_size=60))
def test_any_text_makes_a_paper(long: str, short: str) -> None:
    table = replace(
        FLOW, title=short, definition=long, notes=(long,), rows=(replace(FLOW.rows[0], label=long),)
    )
    paper = replace(
        REPORT,
        project_name=short,
        status=short,
        approved_by=short,
        reason=long,
        letterhead=replace(PLAN.letterhead, municipality=short),
        sections=(ReportSection(id="summary", heading=short, text=long, tables=(table,)),),
    )
    texts = page_texts(status_report(paper))
    assert f"Sida 1 av {len(texts)}" in texts[0]
