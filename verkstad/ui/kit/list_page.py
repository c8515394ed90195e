"""A list page with instant search, filter chips, and a help text when the list is empty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QStackedWidget, QWidget

from verkstad.domain import swedish
from verkstad.ui.kit import icons
from verkstad.ui.kit.flow import FlowLayout
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.parts import EmptyState, button, column, restyle, row, shown, text
from verkstad.ui.kit.remember import recall, remember
from verkstad.ui.kit.table import RowTable
from verkstad.ui.kit.visibility import show_if

R = TypeVar("R")


@dataclass(frozen=True)
class Filter(Generic[R]):
    """A filter chip: `label` returns the value of a row to filter by. `chosen` are the values ticked at first."""

    title: str
    label: Callable[[R], str]
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListWords:
    """The words of a list page."""

    title: str
    one: str
    many: str
    search: str
    empty_heading: str
    empty_help: str
    icon: str
    new: str = ""  # label of the button that adds a record


class _Chip(QPushButton, Generic[R]):
    """A filter button; its menu has a tick for each value."""

    changed = Signal()

    def __init__(self, wanted: Filter[R]) -> None:
        super().__init__()
        self.wanted = wanted
        self.kept: set[str] = set(wanted.chosen)
        self.setProperty("role", "chip")
        self.setAutoDefault(False)
        self.setIcon(icons.icon("caret-down", "muted"))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._show()

    def offer(self, rows: Sequence[R]) -> None:
        labels = sorted({self.wanted.label(row) for row in rows} | self.kept, key=swedish.sort_key)
        self._menu.clear()
        every = self._menu.addAction("Alla")
        every.triggered.connect(lambda _on=False: self.choose(set()))
        self._menu.addSeparator()
        for label in labels:
            action = QAction(shown(label) or "Uppgift saknas", self._menu, checkable=True)
            action.setData(label)
            action.setChecked(label in self.kept)
            action.toggled.connect(lambda on, label=label: self._tick(label, is_on=on))
            self._menu.addAction(action)
        show_if(self, len(labels) > 1 or bool(self.kept))

    def choose(self, labels: set[str]) -> None:
        self.kept = labels
        for action in self._menu.actions():
            if action.isCheckable():
                action.blockSignals(True)
                action.setChecked(action.data() in labels)
                action.blockSignals(False)
        self._show()
        self.changed.emit()

    def _tick(self, label: str, *, is_on: bool) -> None:
        self.kept = self.kept | {label} if is_on else self.kept - {label}
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        words = swedish.listing(
            label or "uppgift saknas" for label in sorted(self.kept, key=swedish.sort_key)
        )
        self.setText(shown(f"{self.wanted.title}: {words}") if words else self.wanted.title)
        restyle(self, "chosen", "true" if self.kept else "false")


class ListPage(QWidget, Generic[R]):
    """The list of a register. Typing searches, the arrow keys move, Enter opens."""

    opened = Signal(object)

    def __init__(
        self,
        name: str,
        words: ListWords,
        columns: Sequence[ListColumn[R]],
        search_text: Callable[[R], str],
        *,
        filters: Sequence[Filter[R]] = (),
        buttons: Sequence[QPushButton] = (),
        empty_buttons: Sequence[QPushButton] = (),
        sorted_by: int = 0,
        descending: bool = False,
    ) -> None:
        super().__init__()
        self._words = words
        self.title = text(words.title, "title")
        self.count = text("", "muted")
        self.search = QLineEdit()
        self.search.setPlaceholderText(words.search)
        self.search.setAccessibleName(words.search)
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(320)
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self._chips: list[_Chip[R]] = [_Chip(one) for one in filters]
        for chip in self._chips:
            chip.changed.connect(self._refilter)
        self.table: RowTable[R] = RowTable(columns, words.title, search_text)
        self.table.opened.connect(self.opened)
        self.table.typed.connect(self._begin_search)
        self.table.let_sort(sorted_by, descending=descending)
        if (widths := recall(f"{name}/columns")) is not None:
            self.table.use_widths([int(width) for width in widths])
        self.table.widths_chosen.connect(lambda widths: remember(f"{name}/columns", widths))
        self._no_match = EmptyState(
            "Inget passar", "Prova med färre ord eller andra filter.", button("Visa alla", self._show_all)
        )
        self._empty = EmptyState(words.empty_heading, words.empty_help, *empty_buttons, icon=words.icon)
        self._stack = QStackedWidget()
        self._view: QWidget = self.table
        for page in (self.table, self._no_match, self._empty):
            self._stack.addWidget(page)
        self._tools = QWidget()
        self._tools.setLayout(FlowLayout(self.search, *self._chips))
        self._buttons = QWidget()
        self._buttons.setLayout(row(*buttons))
        head = row(self.title, self.count, 0, self._buttons)
        self.setLayout(column(head, self._tools, self._stack, margin=24, space=12))
        self.setFocusProxy(self.table)

    def add_view(self, view: QWidget) -> None:
        """Add another view of the same rows."""
        self._stack.addWidget(view)

    def use_view(self, view: QWidget | None) -> None:
        """Show the rows in an added view, or in the table if `view` is None."""
        self._view = view or self.table
        self._show_count()

    def show_rows(self, rows: Sequence[R]) -> None:
        chosen = self.table.chosen()
        for chip in self._chips:
            chip.offer(rows)
        self.table.rows.show_rows(rows)
        show_if(self._tools, bool(rows))
        show_if(self._buttons, bool(rows))  # the empty page has its own buttons
        self._refilter()
        key = getattr(chosen, "id", None)
        at = next((at for at, one in enumerate(self.table.rows.shown) if getattr(one, "id", 0) == key), 0)
        self.table.choose(at)

    def _begin_search(self, letter: str) -> None:
        self.search.setFocus()
        self.search.insert(letter)

    def _search(self, words: str) -> None:
        self.table.rows.search(words)
        self.table.choose(0)
        self._show_count()

    def _refilter(self) -> None:
        active = [(chip.wanted.label, chip.kept) for chip in self._chips if chip.kept]
        if active:
            self.table.rows.keep(lambda row: all(label(row) in kept for label, kept in active))
        else:
            self.table.rows.keep(None)
        self.table.choose(0)
        self._show_count()

    def _show_all(self) -> None:
        self.search.clear()
        for chip in self._chips:
            chip.choose(set())

    def _show_count(self) -> None:
        kept, every = len(self.table.rows.shown), self.table.rows.all_count
        words = swedish.count_text(every, self._words.one, self._words.many)
        self.count.setText(words if kept == every else f"{swedish.number_text(kept)} av {words}")
        self._stack.setCurrentWidget(self._empty if not every else self._view if kept else self._no_match)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the table and Enter open the row while the search field has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            keys = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
            if event.key() in (*keys, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)
