"""Every page, and every dialog, menu and list without a draft: how each is opened."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QPushButton,
    QWidget,
)

from tests.faults.window_imports import IMPORTS
from tests.faults.window_mouse import click, press
from tests.faults.window_places import Opener, card, card_tab, lines, report_section, settings_tab
from tests.faults.window_stage import later, mark, person, strike, type_letter
from verkstad.ui.copies.moving_in import MovingIn
from verkstad.ui.copies.restore import open_restore
from verkstad.ui.kit.dialogs import Dialog, ask
from verkstad.ui.kit.fields import DateField
from verkstad.ui.kit.pick import PickButton
from verkstad.ui.screens.importing import dialog as import_dialog
from verkstad.ui.screens.reports.figure_table import FigureTable
from verkstad.ui.screens.settings.copies_page import CopiesPage
from verkstad.ui.screens.settings.security_page import SecurityPage
from verkstad.ui.window.main_window import MainWindow
from verkstad.ui.window.pages import PAGES as WINDOW_PAGES


def _page(key: str) -> Opener:
    return lambda window: window.show_page(key)


def _pressed(words: str, opens: Opener) -> Opener:
    def open_it(window: MainWindow) -> None:
        opens(window)
        press(window, words)

    return open_it


def _visible(window: MainWindow, kind: type[QWidget]) -> QWidget:
    return next(one for one in window.findChildren(kind) if one.isVisible())


def _new_menu(window: MainWindow) -> None:
    click(window.top.new_menu_button)


def _chip(window: MainWindow) -> None:
    window.show_page("participants")
    click(next(one for one in window.page.findChildren(QPushButton) if one.isVisible() and one.menu()))


def _context_menu(window: MainWindow) -> None:
    card_tab("participants", 1, "Uppgifter")(window)
    line = next(iter(lines(window).values()))
    line.setFocus()
    line.selectAll()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(4, 4), line.mapToGlobal(QPoint(4, 4)))
    later(lambda: QApplication.sendEvent(line, event))


def _search(window: MainWindow) -> None:
    window.show_page("today")
    strike(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    for letter in mark()[:6]:
        type_letter(letter)


def _combo(window: MainWindow) -> None:
    window.make_new("participant", {})
    combo = _visible(window, QComboBox)
    assert isinstance(combo, QComboBox)
    later(combo.showPopup)


def _pick(window: MainWindow) -> None:
    window.make_new("note", {})
    button = _visible(window, PickButton)
    assert isinstance(button, PickButton)
    later(lambda: button.open_list(mark()[:3]))


def _calendar(window: MainWindow) -> None:
    window.make_new("participant", {})
    field = _visible(window, DateField)
    assert isinstance(field, DateField)
    later(field._open_calendar)


def _question(window: MainWindow) -> None:
    ask(window, "Ta bort?", mark(), "Ta bort", lambda: None)


def _reveal(window: MainWindow) -> None:
    card_tab("participants", 5, "Uppgifter")(window)
    press(window, "Visa skyddade uppgifter")


def _figure(window: MainWindow) -> None:
    report_section(1)(window)
    figures = next(one for one in window.page.findChildren(FigureTable) if one.isVisible())
    view = figures.findChild(QAbstractItemView)
    assert view is not None
    model = view.model()
    found = [model.index(row, at) for row in range(model.rowCount()) for at in range(model.columnCount())]
    index = next(one for one in found if getattr(model.cell(one), "ids", ()))  # type: ignore[attr-defined]
    view.setCurrentIndex(index)
    view.setFocus()
    later(lambda: strike(Qt.Key.Key_Return))


def _help(_window: MainWindow) -> None:
    strike(Qt.Key.Key_F1)


def _paper(window: MainWindow) -> None:
    card("participants", 1)(window)
    window.page.card.show_plan_paper()  # type: ignore[attr-defined]


def _when_drawn(words: str) -> Opener:
    def open_it(window: MainWindow) -> None:
        _paper(window)
        dialog = next(one for one in window.findChildren(Dialog) if one.isVisible())
        view = next(one for one in dialog.findChildren(QWidget) if hasattr(one, "pdf"))
        view.shown.connect(lambda: press(window, words))  # type: ignore[attr-defined]

    return open_it


def _mishap(_window: MainWindow) -> None:
    def go_wrong() -> None:
        raise RuntimeError(mark())

    later(go_wrong)


def _security(opens: Callable[[SecurityPage], object]) -> Opener:
    def open_it(window: MainWindow) -> None:
        settings_tab("Säkerhet")(window)
        opens(next(one for one in window.findChildren(SecurityPage)))

    return open_it


def _remove_way(page: SecurityPage) -> None:
    page.table.choose(len(page.table.rows.shown) - 1)  # the code, because the only password cannot be removed
    page.ask_to_remove()


def _copies(opens: Callable[[CopiesPage], object]) -> Opener:
    def open_it(window: MainWindow) -> None:
        settings_tab("Säkerhetskopior")(window)
        page = next(one for one in window.findChildren(CopiesPage))
        later(lambda: opens(page))

    return open_it


def _changed(window: MainWindow) -> None:
    """Show the toast about a change, with an undo button."""
    workspace = window.desk.workspace
    card("participants", 2)(window)
    workspace.participants.save(person(workspace, 2))
    window.toast.say(mark(), with_undo=True)


def _bars(window: MainWindow) -> None:
    window.show_page("placements")
    window.page.bars_button.setChecked(True)  # type: ignore[attr-defined]


PAGES: dict[str, Opener] = {
    **{f"page {entry.key}": _page(entry.key) for entry in WINDOW_PAGES},
    "placement bars": _bars,
    **{
        f"participant, {title}": card_tab("participants", 1, title)
        for title in ("Översikt", "Plan", "Praktik", "Validering", "Uppgifter")
    },
    "protected participant": card_tab("participants", 5, "Uppgifter"),
    **{
        f"employer, {title}": card_tab("employers", 1, title)
        for title in ("Kontakter", "Personer", "Praktik", "Uppgifter")
    },
    **{
        f"settings, {title}": settings_tab(title)
        for title in (
            "Verkstad",
            "Personal",
            "Mål",
            "Ordlistor",
            "Moduler",
            "Val",
            "Ändringar",
            "Säkerhetskopior",
            "Säkerhet",
        )
    },
    "something just changed": _changed,
}
"""Surfaces without a dialog: the lock button can be clicked."""

OVER: dict[str, Opener] = {
    "new menu": _new_menu,
    "filter menu": _chip,
    "context menu": _context_menu,
    "search hits": _search,
    "choice list": _combo,
    "search list": _pick,
    "calendar": _calendar,
    "question": _question,
    "reason": _reveal,
    "people behind a figure": _figure,
    "help": _help,
    "paper being drawn": _paper,
    "print dialog": _when_drawn("Skriv ut"),
    "file dialog of a paper": _when_drawn("Spara som PDF"),
    "export menu": _pressed("Spara som", report_section(0)),
    "import": lambda window: import_dialog.begin_import(window.desk, window),
    "file dialog of an import": _pressed(
        "Välj fil", lambda window: import_dialog.begin_import(window.desk, window)
    ),
    "file dialog of a template": _pressed(
        "Spara en tom mall", lambda window: import_dialog.begin_import(window.desk, window)
    ),
    **IMPORTS,
    "message of a mishap": _mishap,
    "change password": _security(lambda page: page.change_password()),
    "new code": _security(lambda page: page.new_code()),
    "envelope": _security(lambda page: page.make_envelope()),
    "add password": _security(lambda page: page.add_password()),
    "remove a way in": _security(_remove_way),
    "copy under way": _copies(lambda page: page.copy()),
    "folder of a copy": _copies(lambda page: page.choose_folder()),
    "second place": _copies(lambda page: page.choose_second()),
    "restore a copy": _copies(lambda page: page.ask_to_restore()),
    "moving out": _copies(lambda page: page.move_out()),
    "restore": lambda window: open_restore(window, window.desk.workspace.folder),
    "moving in": lambda window: MovingIn(window, window.desk.workspace.folder).open_fitted(),
}
"""Surfaces over the window that may be gone after unlocking."""
