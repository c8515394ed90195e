"""Import of 10,000 rows, compared with reading the cells and inserting the same rows directly."""

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.benchmarks.measuring import line, side_by_side, timed
from verkstad.domain.records import Enrolment, Participant, StaffMember, TrackPeriod, Workshop
from verkstad.storage.store import Store
from verkstad.workspace import Workspace

ROWS, RUNS, AIM = 10_000, 5, 4.0
HEADINGS = (
    "Nr Födelseår Förnamn Efternamn Kön Kommun Verkstad Utbildningsnivå Inskriven Avslutad Avslutssätt "
    "Avslutsorsak Branschspår"
).split()
STORED = (Participant, Enrolment, TrackPeriod)


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "deltagare.xlsx"
        write(file, ROWS)
        numbers = iter(range(1000))
        rows = _stored_rows(Path(place) / "first", file)

        def ours() -> float:
            workspace = _workspace(Path(place) / f"ours-{next(numbers)}")
            try:
                return timed(lambda: workspace.imports.read(workspace.files.read([file])))
            finally:
                workspace.close()

        def bare() -> float:
            workspace = _workspace(Path(place) / f"bare-{next(numbers)}")
            try:
                return timed(lambda: _bare(workspace.store, file, rows))
            finally:
                workspace.close()

        yield line(f"import of {ROWS} rows", *side_by_side(ours, bare, RUNS), AIM)


def _workspace(folder: Path) -> Workspace:
    workshop = Workshop(name="Norrlycke", municipalities=("2518",))
    return Workspace.create(folder, "benchmark", workshop, StaffMember(name="Siv Tallvik"))[0]


def _stored_rows(folder: Path, file: Path) -> dict[str, list[dict[str, object]]]:
    """Import the file and return the rows that it stores, to be inserted directly later."""
    workspace = _workspace(folder)
    try:
        outcome = workspace.imports.read(workspace.files.read([file]))
        assert outcome.is_stored, outcome.faults[:3]
        database = workspace.store.database
        return {kind.table: list(database.query(f"SELECT * FROM {kind.table}")) for kind in STORED}
    finally:
        workspace.close()


def _bare(store: Store, file: Path, rows: dict[str, list[dict[str, object]]]) -> None:
    CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    with store.database.atomic():
        for table, found in rows.items():
            store.database.table(table).insert_all(found, batch_size=1000)


def write(file: Path, rows: int) -> None:
    """Write a list of people as a unit may have it."""
    start = date(2024, 1, 8)
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Deltagare")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(rows):
            began = start + timedelta(days=number % 600)
            row = (f"D{number}", 1960 + number % 45, f"Förnamn{number}", f"Efternamn{number}")
            row += (("Kvinna", "Man", "Ej angivet")[number % 3], "Övertorneå", "Norrlycke", "Gymnasial 3 år")
            sheet.write_row(number + 1, 0, row)
            sheet.write_datetime(number + 1, 8, began)
            if number % 2:
                sheet.write_datetime(number + 1, 9, began + timedelta(days=120))
                sheet.write_row(number + 1, 10, ("Fullföljt", "Arbete utan stöd"))
            sheet.write_string(number + 1, 12, "Vård och omsorg")
