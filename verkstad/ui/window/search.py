"""The search field of the window: participants, employers, pages and actions."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget

from verkstad.ui.kit import icons
from verkstad.ui.kit.parts import column
from verkstad.ui.window.finder import Finder, Hit

Index = QModelIndex | QPersistentModelIndex


class HitModel(QAbstractListModel):
    """The hits, best first."""

    def __init__(self) -> None:
        super().__init__()
        self.hits: list[Hit] = []

    def show_hits(self, hits: list[Hit]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{hit.title}   ·   {hit.kind}"
        if role == Qt.ItemDataRole.DecorationRole:
            return icons.icon(hit.icon, "muted")
        return None


class SearchField(QLineEdit):
    """Ctrl+K focuses the field. The arrow keys move in the hits, Enter takes one, Esc leaves."""

    def __init__(self, hits: Callable[[], Sequence[Hit]]) -> None:
        """`hits` must return the same list object until something has changed."""
        super().__init__()
        self._hits = hits
        self._gathered: Sequence[Hit] | None = None
        self._finder = Finder(())
        self.setPlaceholderText("Sök i Verkstad (Ctrl+K)")
        self.setAccessibleName("Sök deltagare, arbetsgivare eller sida")
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("magnifying-glass", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.model = HitModel()
        self.model.setParent(self)
        self._list = QListView()
        self._list.setModel(self.model)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setProperty("role", "plain")
        self._list.clicked.connect(lambda _index: self._take())
        self.popup: QFrame | None = None
        self.textEdited.connect(self._search)
        self.installEventFilter(self)

    def _search(self, words: str) -> None:
        self._gather()
        self.model.show_hits(self._finder.find(words))
        self._list.setCurrentIndex(self.model.index(0))
        if self.model.hits:
            self._show_popup()
        elif self.popup is not None:
            self.popup.hide()

    def _gather(self) -> None:
        hits = self._hits()
        if hits is not self._gathered:
            self._gathered, self._finder = hits, Finder(hits)

    def _show_popup(self) -> None:
        """Show the hits in a child widget: a popup window would take the focus from the field."""
        if self.popup is None:
            window: QWidget = self.window()
            self.popup = QFrame(window)
            self.popup.setProperty("role", "popup")
            self.popup.setAutoFillBackground(True)
            self.popup.setLayout(column(self._list, margin=4))
        row_height = self._list.sizeHintForRow(0)
        self.popup.resize(max(420, self.width()), len(self.model.hits) * row_height + 14)
        self.popup.move(self.mapTo(self.window(), QPoint(0, self.height() + 4)))
        self.popup.show()
        self.popup.raise_()

    def _take(self) -> None:
        at = self._list.currentIndex().row()
        if 0 <= at < len(self.model.hits):
            hit = self.model.hits[at]
            self.leave()
            hit.take()

    def leave(self) -> None:
        self.clear()
        self.model.show_hits([])
        if self.popup is not None:
            self.popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._gather()  # so that the first letter is not slow
        if event.type() == QEvent.Type.FocusOut and self.popup is not None:
            self.popup.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                at = max(0, min(len(self.model.hits) - 1, self._list.currentIndex().row() + step))
                self._list.setCurrentIndex(self.model.index(at))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                self.clearFocus()
                return True
        return super().eventFilter(watched, event)
