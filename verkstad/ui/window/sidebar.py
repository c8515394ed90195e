"""The sidebar: a word and an icon for each page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton

from verkstad.ui.kit import icons
from verkstad.ui.kit.parts import column
from verkstad.ui.kit.tips import set_tip
from verkstad.ui.window.pages import PAGES, PageEntry

_NARROW_WIDTH = 56


class Sidebar(QFrame):
    """Buttons for the pages; Ctrl+1, Ctrl+2 … choose them."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "sidebar")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, QToolButton] = {}
        for number, entry in enumerate(PAGES, start=1):
            self.buttons[entry.key] = self._button(entry, number)
        top = [self.buttons[entry.key] for entry in PAGES if not entry.is_last]
        bottom = [self.buttons[entry.key] for entry in PAGES if entry.is_last]
        self.setLayout(column(*top, 0, *bottom, margin=8, space=2))
        self._width = max(button.sizeHint().width() for button in self.buttons.values()) + 28
        self.setFixedWidth(self._width)

    def _button(self, entry: PageEntry, number: int) -> QToolButton:
        button = QToolButton()
        button.setText(f" {entry.title}")
        button.setIcon(icons.icon(entry.icon))
        button.setIconSize(icons.SIZE)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setProperty("role", "nav")
        button.setCheckable(True)
        button.setAccessibleName(entry.title)
        set_tip(button, f"{entry.title} (Ctrl+{number})")
        button.setShortcut(f"Ctrl+{number}")
        button.clicked.connect(lambda _checked=False, key=entry.key: self.chosen.emit(key))
        self._group.addButton(button)
        return button

    def squeeze(self, *, is_narrow: bool) -> None:
        """Show only icons if the window is narrow; the words are in the tooltips."""
        style = Qt.ToolButtonStyle
        for button in self.buttons.values():
            button.setToolButtonStyle(
                style.ToolButtonIconOnly if is_narrow else style.ToolButtonTextBesideIcon
            )
        self.setFixedWidth(_NARROW_WIDTH if is_narrow else self._width)

    def mark(self, key: str) -> None:
        self.buttons[key].setChecked(True)
