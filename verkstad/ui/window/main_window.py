"""The main window: sidebar, search, the page, and a status line.

Dialogs and forms are imported when the first one is opened, so that the window appears quickly.
"""

from dataclasses import replace

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from verkstad.domain.changes import ChangeEvent
from verkstad.domain.errors import VerkstadError
from verkstad.services.surroundings import Caution, cautions
from verkstad.ui.copies.steady_copies import SteadyCopies
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.page import Page, PageWindow, Whereabouts
from verkstad.ui.desk.whereabouts import cursor_in, put_back
from verkstad.ui.kit.background import Task
from verkstad.ui.kit.drafting import keep_drafts
from verkstad.ui.kit.parts import TITLE, column, row
from verkstad.ui.kit.remember import remember
from verkstad.ui.kit.toast import Notice, Toast
from verkstad.ui.window.finder import Hit
from verkstad.ui.window.hits import all_hits
from verkstad.ui.window.leaving import Leaving
from verkstad.ui.window.looking_through import LookingThrough
from verkstad.ui.window.new_menu import BY_KEY as NEW_BY_KEY
from verkstad.ui.window.pages import BY_KEY, BY_TABLE
from verkstad.ui.window.search import SearchField
from verkstad.ui.window.sidebar import Sidebar
from verkstad.ui.window.status_line import StatusLine
from verkstad.ui.window.top_bar import TopBar

_WORDS_FROM = 800  # pixels: below this width the sidebar shows icons only


class MainWindow(PageWindow):
    """Holds the pages without importing them. Each is made on its first visit and refreshed when stale."""

    lock_wanted = Signal()
    restore_wanted = Signal(object)  # the folder of a security copy
    relocate_wanted = Signal(object)
    emptying_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setWindowTitle(TITLE)
        self.pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._found: list[Hit] | None = None
        self.sidebar = Sidebar()
        self.sidebar.chosen.connect(self._choose_page)
        self.search = SearchField(self._hits)
        self.top = TopBar(self.search)
        self.top.new_wanted.connect(lambda key: self.make_new(key, {}))
        self.top.help_wanted.connect(self.show_help)
        self.top.lock_wanted.connect(self.lock_wanted)
        self.stack = QStackedWidget()
        self.banner = Notice(self.stack)
        self.toast = Toast(self.stack, self.banner)
        self.toast.undo_wanted.connect(self.undo)
        self.status = StatusLine()
        self.status.undo_wanted.connect(self.undo)
        self._lay_out()
        self._add_keys()
        desk.changed.connect(self._note_change)
        desk.record_wanted.connect(self.open_record)
        desk.page_wanted.connect(self.show_page)
        desk.new_wanted.connect(self.make_new)
        desk.restore_wanted.connect(self.restore_wanted)
        desk.relocate_wanted.connect(self.relocate_wanted)
        desk.emptying_wanted.connect(self.emptying_wanted)
        desk.told.connect(lambda words: self.toast.say(words, with_undo=False))
        desk.failed.connect(self.banner.show_words)
        self._clock = QTimer(self, interval=30_000)
        self._clock.timeout.connect(self._show_status)
        self._clock.timeout.connect(self._tell_cautions)
        self._clock.start()
        self._told: list[Caution] = []
        self._leaving = Leaving(self)
        self.copies = SteadyCopies(desk, self)
        self.copies.ended.connect(self._note_copy)
        self.looking = LookingThrough(desk, self)
        self._show_status()

    def _lay_out(self) -> None:
        right = column(self.top, self.stack, space=0)
        right.setStretch(1, 1)
        middle = row(self.sidebar, right, space=0)
        middle.setStretch(1, 1)
        whole = column(middle, self.status, space=0)
        whole.setStretch(0, 1)
        central = QWidget()
        central.setLayout(whole)
        self.setCentralWidget(central)

    def _add_keys(self) -> None:
        for keys, does in (
            ("Ctrl+K", self._go_to_search),
            ("Ctrl+N", self.top.make_new),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("F1", self.show_help),
            ("Esc", self.go_back),
        ):
            QShortcut(QKeySequence(keys), self, does)

    def _go_to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    # Pages

    @property
    def page(self) -> Page:
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def page_key(self) -> str:
        return next(key for key, page in self.pages.items() if page is self.stack.currentWidget())

    def show_page(self, key: str) -> None:
        self._show_page(key)

    def _show_page(self, key: str, *, soon: bool = False) -> None:
        """Show a page. A new page is refreshed before it is shown, or with `soon` possibly after its first paint."""
        entry = BY_KEY[key]
        self.banner.hide()
        if key not in self.pages:
            self.pages[key] = entry.make(self.desk)
            self.stack.addWidget(self.pages[key])
            read_first = self.pages[key].refresh_soon if soon else self.pages[key].refresh
            read_first()
        elif key in self._stale:
            self.pages[key].refresh()
        self._stale.discard(key)
        self.stack.setCurrentWidget(self.pages[key])
        for line in (self.banner, self.toast):  # a page that is shown would cover them
            line.raise_()
        self.sidebar.mark(key)
        self.top.offer(self.page.new_action or "participant")
        self.page.setFocus()

    def _choose_page(self, key: str) -> None:
        """Show the page chosen in the sidebar. If it is shown already, go back from its card to its list."""
        if key == self.page_key:
            self.page.go_back()
        self.show_page(key)

    def open_record(self, table: str, record_id: int) -> None:
        entry = BY_TABLE.get(table)
        if entry is None:
            return
        self.show_page(entry.key)
        self.page.open_record(record_id)

    def show_register(self, table: str) -> None:
        self.show_page((BY_TABLE.get(table) or BY_KEY["settings"]).key)

    def go_back(self) -> None:
        if self.search.hasFocus():
            self.search.leave()
            self.page.setFocus()
        elif not self.page.go_back():
            self.page.setFocus()

    def whereabouts(self) -> Whereabouts:
        """Return where the user is, on the page and in a dialog over it."""
        from verkstad.ui.kit.dialogs import Dialog

        found = replace(self.page.whereabouts(), page=self.page_key, cursor=cursor_in(self))
        dialogs = [one for one in self.findChildren(Dialog) if one.isVisible() and one.reopens_as]
        if not dialogs:
            return found
        return replace(found, dialog=dialogs[-1].reopens_as, dialog_cursor=cursor_in(dialogs[-1]))

    def return_to(self, whereabouts: Whereabouts) -> None:
        """Show the page and its record again. Raises VerkstadError, after showing the page, if the record is gone."""
        # The page may be read after its first paint only if no record or focus has to be restored on it.
        self._show_page(whereabouts.page, soon=whereabouts == Whereabouts())
        self.page.return_to(whereabouts)
        put_back(self, whereabouts.cursor)
        self._tell_cautions()

    # New records and undo

    def make_new(self, key: str, preset: dict[str, int]) -> QDialog | None:
        """Open the dialog for a new record."""
        try:
            return NEW_BY_KEY[key].open(self, preset)
        except VerkstadError as fault:
            self.banner.show_words(str(fault))
            return None

    def undo(self) -> None:
        self._step(is_undo=True)

    def redo(self) -> None:
        self._step(is_undo=False)

    def _step(self, *, is_undo: bool) -> None:
        from verkstad.ui.desk.stepping import step_in_history

        step_in_history(self.desk, self, is_undo=is_undo)

    def _note_change(self, event: ChangeEvent) -> None:
        self._found = None
        for key, page in self.pages.items():
            if page.tables & event.tables:
                if page is self.stack.currentWidget():
                    page.refresh()
                else:
                    self._stale.add(key)
        history = self.desk.workspace.history
        latest, done = history.undoable(), history.one(event.change_id)
        if done is not None:
            self.toast.say(done.name, with_undo=latest is not None and latest.id == done.id)
        self._show_status()

    def _show_status(self) -> None:
        self.status.show_workspace(self.desk.workspace)

    def _tell_cautions(self) -> None:
        """Show new threats to the folder, such as a synced or removable disk."""
        found = cautions(self.desk.workspace.folder)
        if new := [caution.words for caution in found if caution not in self._told]:
            self.banner.show_words(" ".join(new), "soon")
        self._told = found

    # Search, help and lock

    def _hits(self) -> list[Hit]:
        """Return everything that can be found; rebuilt after a change."""
        if self._found is None:
            # Undo is left out: Enter on a half-typed name must not undo work.
            acts = (("Lås", "lock", self.lock_wanted.emit), ("Hjälp", "question", self.show_help))
            self._found = list(all_hits(self.desk, acts))
        return self._found

    def _note_copy(self, refused: str) -> None:
        if refused:
            self.banner.show_words(refused)
        self._show_status()

    def show_help(self) -> None:
        from verkstad.ui.window.help import show_help

        show_help(self, BY_KEY[self.page_key].title, self.page)

    def rest(self) -> list[Exception]:
        """Stop all timers and background work, and save the drafts, in dialogs too. Return the errors of drafts."""
        self._clock.stop()
        self.copies.stop()
        self.looking.stop()
        return keep_drafts(self)  # an error here must never stop the lock

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            remember("window/geometry", self.saveGeometry())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sidebar.squeeze(is_narrow=event.size().width() < _WORDS_FROM)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leaving.may_close():
            event.ignore()
            return
        self.rest()  # first: nothing below may keep the drafts from being saved
        self._leaving.hide_work()
        for task in self.findChildren(Task):  # otherwise the process waits for them
            task.cancel()
        remember("window/geometry", self.saveGeometry())
        super().closeEvent(event)
