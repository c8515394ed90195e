"""The stylesheet, for what Fusion and the palette cannot do: thin lines, radius 6, uses of the accent colour."""

STYLESHEET = """
QToolTip { color: @ink; background: @surface; border: 1px solid @line; padding: 4px; }
QLabel[role="muted"], QLabel[role="help"] { color: @muted; }
QLabel[role="problem"] { color: @late; }
QLabel[role="missing"] { color: @soon; }
QLabel[role="good"] { color: @accent; }
QFrame[role="card"] { background: @surface; border: 1px solid @line; border-radius: 6px; }
QFrame[role="line"] { background: @line; border: none; }
QFrame[role="bar"] { background: @surface; border: none; border-bottom: 1px solid @line; }
QFrame[role="status"] { background: @paper; border: none; border-top: 1px solid @line; }
QFrame[role="sidebar"] { background: @paper; border: none; border-right: 1px solid @line; }
QFrame[role="banner"][tone="late"] { background: @late_tint; border: 1px solid @late; border-radius: 6px; }
QFrame[role="banner"][tone="info"] { background: @info_tint; border: 1px solid @info; border-radius: 6px; }
QFrame[role="banner"][tone="soon"] { background: @soon_tint; border: 1px solid @soon; border-radius: 6px; }
QFrame[role="toast"] { background: @accent_tint; border: 1px solid @accent; border-radius: 6px; }
QFrame[role="popup"] { background: @surface; border: 1px solid @line; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QPushButton[role="pick"] {
    background: @surface; color: @ink; border: 1px solid @line; border-radius: 6px;
    padding: 4px 8px; min-height: 20px; selection-background-color: @accent; selection-color: @on_accent;
}
QPlainTextEdit, QTextEdit { padding: 4px; }
QComboBox, QPushButton[role="pick"] { padding: 4px 10px; }
QPushButton[role="pick"] { text-align: left; font-weight: normal; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QPushButton[role="pick"]:focus {
    border: 2px solid @accent; padding: 3px 7px;
}
QPlainTextEdit:focus, QTextEdit:focus { padding: 3px; }
QComboBox:focus, QPushButton[role="pick"]:focus { padding: 3px 9px; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"] { border: 2px solid @late; padding: 3px 7px; }
QComboBox[invalid="true"], QPushButton[role="pick"][invalid="true"] {
    border: 2px solid @late; padding: 3px 9px;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: @paper; color: @muted; }
QPlainTextEdit[readOnly="true"], QTextEdit[readOnly="true"] { background: @paper; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @line; outline: none; padding: 4px; }

QPushButton {
    background: @surface; color: @ink; border: 1px solid @line; border-radius: 6px;
    padding: 5px 12px; min-height: 20px;
}
QPushButton:hover { background: @accent_tint; }
QPushButton:focus { border: 2px solid @accent; padding: 4px 11px; }
QPushButton:disabled { color: @muted; background: @paper; }
QPushButton[role="primary"] {
    background: @accent; color: @on_accent; border: 1px solid @accent; font-weight: 600;
}
QPushButton[role="primary"]:hover { background: @accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid @ink; }
QPushButton[role="primary"]:disabled { background: @paper; color: @muted; border-color: @line; }
QPushButton[role="link"] {
    background: transparent; color: @accent; border: 1px solid transparent;
    padding: 2px 4px; text-align: left;
}
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid @accent; }
QPushButton[role="chip"] { border-radius: 14px; padding: 3px 12px; }
QPushButton[role="chip"][chosen="true"] { background: @accent_tint; border-color: @accent; color: @accent; }
QPushButton[role="chip"]:focus { border: 2px solid @accent; padding: 2px 11px; }
QPushButton::menu-indicator { image: none; width: 0; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: @accent_tint; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton[role="nav"] { padding: 7px 10px; text-align: left; color: @ink; }
QToolButton[role="nav"]:hover { background: @surface; }
QToolButton[role="nav"]:checked { background: @accent_tint; color: @accent; font-weight: 600; }
QToolButton[role="nav"]:focus { border: 1px solid @accent; }
QToolButton::menu-indicator { image: none; }

QTableView, QListView, QTreeView {
    background: @surface; border: 1px solid @line; border-radius: 6px; outline: none;
    selection-background-color: @accent_tint; selection-color: @ink;
}
QTableView:focus, QListView:focus, QTreeView:focus { border: 1px solid @accent; }
QListView[role="plain"] { border: none; }
QListView::item { padding: 6px 8px; border-radius: 4px; color: @ink; }
QListView::item:selected { background: @accent_tint; color: @ink; }
QListView::item:hover { background: @paper; }
QHeaderView { background: @surface; border: none; border-top-left-radius: 6px; border-top-right-radius: 6px; }
QHeaderView::section {
    background: @surface; color: @muted; border: none; border-bottom: 1px solid @line; padding: 6px 8px;
}

QTabWidget::pane { border: none; border-top: 1px solid @line; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: @muted; border: none; border-bottom: 2px solid transparent;
    padding: 7px 4px; margin-right: 16px;
}
QTabBar::tab:selected { color: @accent; border-bottom: 2px solid @accent; }
QTabBar::tab:hover { color: @ink; }
QTabBar::tab:focus { background: @accent_tint; }
PlacementBars { background: @surface; border: 1px solid @line; border-radius: 6px; }
PlacementBars:focus { border: 1px solid @accent; }

QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget[role="page"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: @surface; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accent_tint; color: @ink; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QCheckBox { spacing: 8px; min-height: 28px; }
QProgressBar { background: @line; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QProgressBar[tone="late"]::chunk { background: @late; }
QProgressBar[tone="soon"]::chunk { background: @soon; }
QSplitter::handle { background: transparent; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: @surface; }
QCalendarWidget QToolButton { color: @ink; padding: 4px 8px; }
QCalendarWidget QTableView { border: none; }
"""
