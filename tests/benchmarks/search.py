"""Search as you type among 100,000 participants, from the key press to the painted result: 95th percentile."""

import statistics
import time
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.benchmarks.measuring import timed
from verkstad.domain import swedish
from verkstad.services.participant_card import ParticipantRow
from verkstad.ui.kit.dressing import make_application
from verkstad.ui.kit.list_page import ListPage, ListWords
from verkstad.ui.kit.parts import column
from verkstad.ui.screens.participants.page import COLUMNS
from verkstad.ui.window.finder import Finder, Hit
from verkstad.ui.window.search import SearchField

PEOPLE, AIM_MS, AIM_FINDING = 100_000, 16.0, 0.3
TYPED = ("siv", "oberg", "tall", "2025-00", "ana kvist", "19900101", "zz", "e", "an", "åsa")
FIRST = ("Siv", "Åsa", "Ahmad", "Hanna", "Östen", "Yodit", "Pelle", "Marwa", "Ivar", "Anna")
LAST = ("Öberg", "Tallvik", "Kvistgren", "Ålund", "Änggren", "Skogvik", "Granåker", "Berghem")


def run() -> Iterator[str]:
    app = make_application()
    yield from _in_the_list(app)
    yield from _in_the_field(app)
    yield _finding_alone()


def _in_the_list(app: QApplication) -> Iterator[str]:
    page: ListPage[ParticipantRow] = ListPage(
        "benchmark",
        ListWords("Deltagare", "deltagare", "deltagare", "Sök", "", "", "users"),
        COLUMNS,
        lambda row: row.search,
    )
    page.resize(1180, 720)
    page.show_rows([_row(number) for number in range(PEOPLE)])
    page.show()
    app.processEvents()
    yield _typing(app, page.search, [row.search for row in page.table.rows.shown], "rows")


def _in_the_field(app: QApplication) -> Iterator[str]:
    hits = _hits()
    window = QWidget()
    field = SearchField(lambda: hits)
    window.setLayout(column(field, 0))
    window.resize(1180, 720)
    window.show()
    app.processEvents()
    field.setFocus()
    QTest.keyClicks(field, "x")  # the hits are collected when the field gets the focus
    field.leave()
    yield _typing(app, field, [hit.search for hit in hits], "the field's hits")


def _finding_alone() -> str:
    """Time the finder alone for each key, compared with a scan of the same texts."""
    hits = _hits()
    finder, texts = Finder(hits), [hit.search for hit in hits]
    ours, bare = [], []
    for word in TYPED * 3:
        for length in range(1, len(word) + 1):
            typed = word[:length]
            ours.append(timed(lambda typed=typed: finder.find(typed)))
            wanted = swedish.fold(typed)
            bare.append(timed(lambda wanted=wanted: sum(wanted in text for text in texts)))
    p95, bare_p95 = (statistics.quantiles(times, n=20)[-1] * 1000 for times in (ours, bare))
    ratio = p95 / bare_p95
    verdict = "within" if ratio <= AIM_FINDING else "OVER"
    return (
        f"finding the field's hits among {PEOPLE}, not painted: p95 {p95:.1f} ms against {bare_p95:.1f} ms of a bare "
        f"look through the texts = {ratio:.2f} (aim ≤ {AIM_FINDING:g}: {verdict}); medians "
        f"{statistics.median(ours) * 1000:.2f} ms and {statistics.median(bare) * 1000:.2f} ms"
    )


def _typing(app: QApplication, line: QLineEdit, texts: list[str], what: str) -> str:
    line.setFocus()
    ours, bare = [], []
    for word in TYPED * 3:
        for length, letter in enumerate(word, 1):
            before = time.perf_counter()
            QTest.keyClicks(line, letter)
            app.processEvents()
            ours.append(time.perf_counter() - before)
            wanted = swedish.fold(word[:length])
            before = time.perf_counter()
            sum(wanted in text for text in texts)
            bare.append(time.perf_counter() - before)
        QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(line, Qt.Key.Key_Backspace)
        app.processEvents()
    p95 = statistics.quantiles(ours, n=20)[-1] * 1000
    bare_p95 = statistics.quantiles(bare, n=20)[-1] * 1000
    verdict = "within" if p95 <= AIM_MS else "OVER"
    return (
        f"keystroke to {what} among {PEOPLE}: p95 {p95:.1f} ms, median {statistics.median(ours) * 1000:.1f} ms "
        f"(aim ≤ {AIM_MS:g} ms: {verdict}); a bare look through the texts: p95 {bare_p95:.1f} ms, "
        f"ratio {p95 / bare_p95:.2f}"
    )


def _hits() -> list[Hit]:
    rows = map(_row, range(PEOPLE))
    return [Hit(row.name, f"Deltagare {row.case_number}", "users", row.search, _nothing) for row in rows]


def _nothing() -> None:
    """The action of every hit in this benchmark."""


def _row(number: int) -> ParticipantRow:
    first, last = FIRST[number % len(FIRST)], LAST[number // 7 % len(LAST)]
    case = f"{2020 + number % 7}-{number // 7:05}"
    return ParticipantRow(
        id=number + 1,
        case_number=case,
        name=f"{first} {last}",
        workshop_id=1,
        workshop="Norrlycke",
        track="care",
        track_label="Vård och omsorg",
        status="enrolled",
        status_label="Inskriven",
        next_step="",
        next_on=None,
        last_contact_on=None,
        responsible_id=1,
        responsible="Siv Tallvik",
        search=swedish.fold(f"{first} {last} {case} 19{number % 90 + 10}0101-98{number % 90 + 10}"),
        sort_key=swedish.sort_key(f"{last}\x00{first}\x00{case}"),
        is_protected=False,
    )
