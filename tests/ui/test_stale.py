"""Pages follow every table they show, and an ampersand in user text is shown as written."""

from dataclasses import replace

from PySide6.QtWidgets import QMenu, QPushButton

from verkstad.domain.records import Employer, Module, Participant, StaffMember, Workshop
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.list_page import Filter, ListPage, ListWords
from verkstad.ui.kit.pick import PickButton
from verkstad.ui.kit.table import RowTable
from verkstad.ui.screens.today.due_line import DueLine
from verkstad.ui.window.main_window import MainWindow


def _cells(window: MainWindow) -> list[str]:
    table = window.page.listing.table  # type: ignore[attr-defined]
    assert isinstance(table, RowTable)
    return [column.text(row) for row in table.rows.shown for column in table.rows.columns]


def _due(window: MainWindow) -> str:
    return " ".join(f"{line.item.title} {line.item.subtitle}" for line in window.page.findChildren(DueLine))


def test_today_follows_the_names_of_employers(window: MainWindow) -> None:
    workspace = window.desk.workspace
    employer = workspace.store.records(Employer).get(1)
    workspace.employers.save(replace(employer, name="Konsum Oxelösund"))
    assert "Konsum Oxelösund" in _due(window)


def test_every_page_is_told_of_the_tables_it_shows(window: MainWindow) -> None:
    for key, record_type in (
        ("today", Module),
        ("participants", Workshop),
        ("participants", StaffMember),
        ("employers", StaffMember),
    ):
        window.show_page(key)
        assert record_type.table in window.page.tables, (key, record_type)


def test_lists_follow_a_new_name_of_the_staff(window: MainWindow) -> None:
    workspace = window.desk.workspace
    for key in ("participants", "employers"):
        window.show_page(key)
    workspace.employers.save(replace(workspace.store.records(Employer).get(1), owner_id=workspace.actor.id))
    workspace.registers.save(replace(workspace.actor, name="Karin Ny"))
    for key in ("participants", "employers"):
        window.show_page(key)
        assert "Karin Ny" in _cells(window)


def test_an_ampersand_in_a_name_marks_no_key(window: MainWindow) -> None:
    workspace = window.desk.workspace
    workspace.employers.save(replace(workspace.store.records(Employer).get(1), name="H&M"))
    window.open_record("placements", 1)
    assert window.page.card._where.text() == "Arbetsgivare: H&&M"  # type: ignore[attr-defined]
    assert "H&&M" in window.status.undo_button.text()
    workspace.participants.save(replace(workspace.store.records(Participant).get(2), last_name="A&B"))
    window.show_page("today")
    assert "Åsa A&&B" in [one.text() for one in window.page.findChildren(QPushButton)]


def test_an_ampersand_in_a_filter_and_a_choice(qtbot) -> None:  # type: ignore[no-untyped-def]
    words = ListWords("Lista", "rad", "rader", "Sök", "", "", "users")
    page: ListPage[str] = ListPage(
        "x", words, (ListColumn("Namn", str),), str, filters=(Filter("Namn", str, ("H&M",)),)
    )
    qtbot.addWidget(page)
    page.show_rows(["H&M", "Coop"])
    chip = page._chips[0]
    assert chip.text() == "Namn: H&&M"
    tick = next(one for one in chip.findChildren(QMenu)[0].actions() if one.text() == "H&&M")
    assert tick.isChecked()
    chip.choose({"Coop", "H&M"})
    assert tick.isChecked()
    tick.trigger()
    assert page.table.rows.shown == ["Coop"]
    pick = PickButton([(1, "H&M")], several=False)
    qtbot.addWidget(pick)
    pick.resize(300, 30)
    pick.choose((1,))
    assert pick.text() == "H&&M"
