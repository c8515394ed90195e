"""F1: help on the page, and the keys that work there."""

from PySide6.QtWidgets import QGridLayout, QWidget

from verkstad.ui.desk.page import Page
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button, text
from verkstad.ui.window.pages import PAGES

_EVERYWHERE = (
    ("Ctrl+K", "Sök deltagare, arbetsgivare eller sida"),
    ("Ctrl+N", "Lägg till det som sidan handlar om"),
    (f"Ctrl+1 till Ctrl+{len(PAGES)}", "Gå till en sida"),
    ("Ctrl+Enter", "Klar: gör utkastet till en ändring"),
    ("Ctrl+Z · Ctrl+Y", "Ångra · Gör om"),
    ("Esc", "Tillbaka, eller stäng det som är öppet"),
    ("Ctrl+L", "Lås genast"),
)


def show_help(parent: QWidget, title: str, page: Page) -> Dialog:
    dialog = Dialog(parent, f"Hjälp: {title}")
    dialog.add(text(page.help_text, wraps=True))
    dialog.add(text("Tangenter som fungerar nu", "section"))
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setColumnStretch(1, 1)
    for at, (keys, words) in enumerate((*page.keys, *_EVERYWHERE)):
        grid.addWidget(text(keys), at, 0)
        grid.addWidget(text(words, "muted", wraps=True), at, 1)
    dialog.add(grid)
    dialog.add_buttons(button("Stäng", dialog.accept, role="primary"))
    dialog.open_fitted()
    return dialog
