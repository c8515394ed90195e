"""Every item model follows Qt's rules, also while it is searched and sorted."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from verkstad.domain.table import Cell, Column, Row, Table
from verkstad.services.participant_card import TimelineEntry
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.pick import OptionModel
from verkstad.ui.kit.table import RowModel
from verkstad.ui.screens.participants.timeline import TimelineModel
from verkstad.ui.screens.reports.figure_table import FigureModel
from verkstad.ui.window.search import Hit, HitModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
NAMES = ["Örjan Åberg", "Zara Öst", "Anna Ek", "Åsa Ärlig", "Ärla Zander"]


def _rows() -> RowModel[str]:
    from verkstad.domain import swedish

    return RowModel([ListColumn[str]("Namn", lambda name: name)], swedish.fold)


def test_rows(qtbot) -> None:  # type: ignore[no-untyped-def]
    model = _rows()
    tester = QAbstractItemModelTester(model, FATAL)
    model.show_rows(NAMES)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.search("a")
    model.search("an")
    model.keep(lambda name: name.startswith("A"))
    model.search("")
    model.show_rows([])
    tester.deleteLater()


def test_rows_stand_in_swedish_order_and_are_found_without_marks(qtbot) -> None:  # type: ignore[no-untyped-def]
    model = _rows()
    model.show_rows(NAMES)
    model.sort(0)
    assert model.shown == ["Anna Ek", "Zara Öst", "Åsa Ärlig", "Ärla Zander", "Örjan Åberg"]
    model.search("oberg")
    assert model.shown == []
    model.search("aberg")
    assert model.shown == ["Örjan Åberg"]
    model.search("Ärl")
    assert model.shown == ["Åsa Ärlig", "Ärla Zander"]
    model.search("ärl zan")
    assert model.shown == ["Ärla Zander"]
    model.search("")
    assert len(model.shown) == len(NAMES)


def test_a_longer_word_narrows_and_a_shorter_one_widens_again(qtbot) -> None:  # type: ignore[no-untyped-def]
    model = _rows()
    model.show_rows(NAMES)
    for words in ("z", "za", "zar", "za", "z", "a", "å", "zander", "ärla zander", "ärla"):
        model.search(words)
        fresh = _rows()
        fresh.show_rows(NAMES)
        fresh.search(words)
        assert model.shown == fresh.shown, words


def test_options(qtbot) -> None:  # type: ignore[no-untyped-def]
    model = OptionModel([("0480", "Nyköping"), ("0488", "Trosa")], several=True)
    tester = QAbstractItemModelTester(model, FATAL)
    model.search("tro")
    model.toggle("0488")
    model.search("")
    assert model.labels() == ["Trosa"]
    model.toggle("0488")
    assert model.chosen == ()
    tester.deleteLater()


def test_hits(qtbot) -> None:  # type: ignore[no-untyped-def]
    model = HitModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.show_hits([Hit("Idag", "Sida", "sun", "idag", lambda: None)])
    model.show_hits([])
    tester.deleteLater()


def test_timeline(qtbot) -> None:  # type: ignore[no-untyped-def]
    model = TimelineModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.show_entries((TimelineEntry(date(2026, 1, 2), "note", "Samtal", "Ord", "notes", 1),))
    model.show_entries(())
    tester.deleteLater()


def test_figures(qtbot) -> None:  # type: ignore[no-untyped-def]
    row = Row("in", "Inskrivna", (Cell(3, (1, 2, 3)), Cell(6, (1, 2, 3, 4, 5, 6), whole=20)))
    table = Table(
        "flow", "Flöde", (Column("n", "Antal"), Column("s", "Andel")), (row,), "Räknar.", totals=row
    )
    model = FigureModel(table)
    tester = QAbstractItemModelTester(model, FATAL)
    assert model.data(model.index(0, 2)) == "6/20 = 30,0\u00a0%"
    assert model.rowCount() == 2
    tester.deleteLater()
