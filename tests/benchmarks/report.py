"""A status report over 10,000 enrolments, compared with plain SQL for the same rows and plain reportlab."""

import io
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.benchmarks.measuring import line, side_by_side, timed
from verkstad.demo_workshop import PASSWORD, make_demo
from verkstad.documents.preview import page_count
from verkstad.domain.periods import Month
from verkstad.domain.records import Enrolment, Workshop
from verkstad.workspace import Workspace
from verkstad.workspace.papers import report_file

PEOPLE, RUNS, AIM = 10_600, 7, 2.0  # enough people for 10,000 enrolments
TODAY = date(2026, 11, 20)
TABLES = (
    "participants enrolments referrals workshops exit_follow_ups track_periods support_category_periods placements "
    "employers employer_contacts validations attendances wheel_tools wheel_areas measurements measurement_values"
).split()
_LINES, _WORDS = 46, ("Inskrivna vid början", "12", "9", "0", "21", "103", "88", "4", "195")


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        make_demo(folder, people=PEOPLE, seed=1, today=TODAY)
        workspace = Workspace.open(folder, PASSWORD)
        try:
            yield _measured(workspace)
        finally:
            workspace.close()


def _measured(workspace: Workspace) -> str:
    workshop = workspace.store.records(Workshop).all()[0]
    month = Month(2026, 10)

    def ours() -> bytes:
        paper = workspace.papers.report(workspace.reports.of_month(workshop, month))
        return report_file(paper, ".pdf")

    pages = page_count(ours())

    def bare() -> None:
        for table in TABLES:
            workspace.store.database.execute(f"SELECT * FROM {table}").fetchall()
        _draw(pages)

    count = workspace.store.records(Enrolment).count()
    medians = side_by_side(lambda: timed(ours), lambda: timed(bare), RUNS)
    return line(f"status report, {count} enrolments, {pages} pages", *medians, AIM)


def _draw(pages: int) -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4)
    for _ in range(pages):
        canvas.setFont("Helvetica", 9)
        for number in range(_LINES):
            for column, word in enumerate(_WORDS):
                canvas.drawString(57 + column * 50, 780 - number * 15, word)
            canvas.line(57, 776 - number * 15, 538, 776 - number * 15)
        canvas.showPage()
    canvas.save()
    return content.getvalue()
