"""All text in the window is Swedish."""

import re

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTabWidget, QWidget

from verkstad.ui.desk.card_page import TabbedCard
from verkstad.ui.window.main_window import MainWindow
from verkstad.ui.window.new_menu import NEW_ENTRIES
from verkstad.ui.window.pages import PAGES

_ENGLISH = re.compile(
    r"\b(the|and|or|not|with|new|save|cancel|close|open|delete|edit|search|settings|date|name|phone|status report"
    r"|participant|participants|employer|employers|today|error|warning|file|password|unlock|lock|next|back|yes|no"
    r"|none|true|false|null|id|ok|help)\b",
    re.IGNORECASE,
)


def _texts(widget: QWidget) -> list[str]:
    found = [widget.windowTitle()]
    for one in [widget, *widget.findChildren(QWidget)]:
        found += [one.toolTip(), one.accessibleName(), one.accessibleDescription()]
        if isinstance(one, (QLabel, QAbstractButton)):
            found.append(one.text())
        if isinstance(one, QLineEdit):
            found.append(one.placeholderText())
        if isinstance(one, QTabWidget):
            found += [one.tabText(at) for at in range(one.count())]
    return [text for text in found if text]


def _english(widget: QWidget) -> list[str]:
    return [text for text in _texts(widget) if _ENGLISH.search(text)]


@pytest.mark.heavy
def test_no_page_card_or_dialog_speaks_english(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    for entry in PAGES:
        window.show_page(entry.key)
        assert not _english(window), entry.key
        assert window.page.help_text
    for table in ("participants", "employers", "placements", "validations"):
        window.open_record(table, 1)
        card = window.page.card  # type: ignore[attr-defined]
        for at in range(card.tabs.count() if isinstance(card, TabbedCard) else 1):
            card.choose_tab(at)
            assert not _english(window), table
    for new in NEW_ENTRIES:
        dialog = window.make_new(new.key, {})
        assert dialog is not None
        assert not _english(dialog), new.key
        dialog.reject()


def test_every_button_with_an_icon_alone_has_a_name(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    for entry in PAGES:
        window.show_page(entry.key)
    window.open_record("participants", 1)
    for one in window.findChildren(QAbstractButton):
        if one.objectName().startswith("qt_") or one.parent().objectName().startswith("qt_"):
            continue
        if isinstance(one.parent(), QLineEdit):
            continue  # Qt's own clear button
        assert one.text().strip() or one.accessibleName(), one
