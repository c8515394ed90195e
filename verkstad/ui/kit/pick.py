"""A button that opens a list with a search field, for choosing one or several of many options."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QPushButton

from verkstad.domain import swedish
from verkstad.ui.kit import icons
from verkstad.ui.kit.parts import column, shown
from verkstad.ui.kit.tips import set_tip

Option = tuple[Any, str]
Index = QModelIndex | QPersistentModelIndex


_GONE = "inte längre i listan"
"""Label of a chosen option that is no longer offered, such as a colleague who has left."""


class OptionModel(QAbstractListModel):
    """Options that can be searched, and ticked if several may be chosen."""

    def __init__(self, options: Sequence[Option], *, several: bool) -> None:
        super().__init__()
        self._options = list(options)
        self._folded = [swedish.fold(label) for _key, label in self._options]
        self._several = several
        self.shown = self._options
        self.chosen: tuple[Any, ...] = ()

    def search(self, words: str) -> None:
        wanted = swedish.fold(words).split()
        self.beginResetModel()
        self.shown = [
            option
            for option, text in zip(self._options, self._folded, strict=True)
            if all(word in text for word in wanted)
        ]
        if wanted:  # options that begin with the word come first
            self.shown.sort(key=lambda option: not swedish.fold(option[1]).startswith(wanted[0]))
        self.endResetModel()

    def choose(self, keys: Sequence[Any]) -> None:
        self.beginResetModel()
        self.chosen = tuple(keys)
        self.endResetModel()

    def toggle(self, key: Any) -> None:
        kept = tuple(one for one in self.chosen if one != key)
        self.chosen = kept if key in self.chosen else (*self.chosen, key)
        self.dataChanged.emit(self.index(0), self.index(len(self.shown) - 1))

    def labels(self) -> list[str]:
        found = dict(self._options)
        return [found.get(key, _GONE) for key in self.chosen]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        key, label = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return label
        if role == Qt.ItemDataRole.CheckStateRole and self._several:
            return Qt.CheckState.Checked if key in self.chosen else Qt.CheckState.Unchecked
        return None


class _Popup(QFrame):
    """The search field and its list. Enter takes the current option, Esc closes."""

    taken = Signal(object)

    def __init__(self, owner: "PickButton", model: OptionModel) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "popup")
        self._model = model
        self.line = QLineEdit()
        self.line.setPlaceholderText("Sök")
        self.line.setAccessibleName("Sök i listan")
        self.line.installEventFilter(self)
        self.list = QListView()
        self.list.setModel(model)
        self.list.setUniformItemSizes(True)
        self.list.setProperty("role", "plain")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._take)
        self.line.textChanged.connect(self._search)
        self.setLayout(column(self.line, self.list, margin=8))
        self.setFixedSize(max(owner.width(), 280), 300)
        self._search("")

    def _search(self, words: str) -> None:
        self._model.search(words)
        self.list.setCurrentIndex(self._model.index(0))

    def _take(self, index: Index) -> None:
        if index.isValid():
            self.taken.emit(self._model.shown[index.row()][0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in step:
                at = self.list.currentIndex().row() + step[Qt.Key(event.key())]
                at = max(0, min(len(self._model.shown) - 1, at))
                self.list.setCurrentIndex(self._model.index(at))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)


class PickButton(QPushButton):
    """Shows the chosen options. Space, Down, a click or a letter opens the list; Delete clears."""

    changed = Signal()

    def __init__(self, options: Sequence[Option], *, several: bool, placeholder: str = "Välj") -> None:
        super().__init__()
        self.setProperty("role", "pick")
        self._caret = icons.icon("caret-down", "muted")
        self.setAutoDefault(False)
        self.setMinimumWidth(80)
        self._several, self._placeholder = several, placeholder
        self.options = OptionModel(options, several=several)
        self.options.setParent(self)
        self.popup: _Popup | None = None
        self.clicked.connect(lambda _checked=False: self.open_list())
        self._show_labels()

    def chosen(self) -> tuple[Any, ...]:
        return self.options.chosen

    def choose(self, keys: Sequence[Any]) -> None:
        self.options.choose(keys)
        self._show_labels()

    def open_list(self, typed: str = "") -> None:
        popup = self.popup = _Popup(self, self.options)
        popup.taken.connect(self._take)
        popup.destroyed.connect(self._forget)
        below = self.mapToGlobal(QPoint(0, self.height() + 2))
        room = self.screen().availableGeometry()
        if below.y() + popup.height() > room.bottom():
            below.setY(max(room.top(), below.y() - self.height() - popup.height() - 4))
        popup.move(below)
        popup.show()
        popup.line.setFocus()
        popup.line.setText(typed)

    def _forget(self) -> None:
        self.popup = None

    def _take(self, key: Any) -> None:
        if self._several:
            self.options.toggle(key)
            if self.popup is not None:
                self.popup.line.selectAll()
        else:
            self.options.choose((key,))
            if self.popup is not None:
                self.popup.close()
            self.setFocus()
        self._show_labels()
        self.changed.emit()

    def _show_labels(self) -> None:
        words = ", ".join(self.options.labels()) or self._placeholder
        set_tip(self, words if self.options.chosen else "")
        self.setAccessibleDescription(words)
        room = max(40, self.width() - 44)
        fitted = QFontMetrics(self.font()).elidedText(words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown(fitted))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_labels()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open_list()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.chosen():
            self.choose(())
            self.changed.emit()
        elif event.text().strip() and event.text().isprintable():
            self.open_list(event.text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the caret at the right edge, as on a combo box."""
        super().paintEvent(event)
        painter = QPainter(self)
        self._caret.paint(painter, self.width() - 24, (self.height() - 12) // 2, 12, 12)
        painter.end()
