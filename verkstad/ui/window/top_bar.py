"""The bar above the page: search, Ny with its menu, help and lock."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu

from verkstad.ui.kit.parts import button, row, tool
from verkstad.ui.kit.tips import set_tip
from verkstad.ui.window.new_menu import BY_KEY, NEW_ENTRIES
from verkstad.ui.window.search import SearchField


class TopBar(QFrame):
    """Ny makes what the page is about; its menu offers everything that can be new."""

    new_wanted = Signal(str)  # the key of an entry of new_menu
    help_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, search: SearchField) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._new_key = ""
        search.setMinimumWidth(200)
        search.setMaximumWidth(520)
        self.new_button = button("Ny", self.make_new, icon="plus")
        self.new_menu_button = tool("caret-down", "Allt som kan läggas till")
        menu = QMenu(self)
        for entry in NEW_ENTRIES:
            action = menu.addAction(entry.title)
            action.triggered.connect(lambda _on=False, key=entry.key: self.new_wanted.emit(key))
        self.new_menu_button.setMenu(menu)
        self.new_menu_button.setPopupMode(self.new_menu_button.ToolButtonPopupMode.InstantPopup)
        help_button = tool("question", "Hjälp om sidan och tangenterna (F1)", self.help_wanted.emit)
        self.lock_button = button("Lås", self.lock_wanted.emit, icon="lock", tip="Lås genast (Ctrl+L)")
        self.lock_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it is
        layout = row(search, 0, self.new_button, self.new_menu_button, help_button, self.lock_button)
        layout.setStretch(0, 20)
        layout.setContentsMargins(16, 8, 16, 8)
        self.setLayout(layout)

    def offer(self, key: str) -> None:
        """Let Ny make this kind of record."""
        self._new_key = key
        set_tip(self.new_button, f"{BY_KEY[key].title} (Ctrl+N)")

    def make_new(self) -> None:
        self.new_wanted.emit(self._new_key)
