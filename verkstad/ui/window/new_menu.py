"""The entries of the menu for new records, and how each opens its dialog."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from verkstad.domain.records import BY_TABLE
from verkstad.ui.window.pages import PAGES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from verkstad.ui.desk.page import PageWindow


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Something that can be added. The module of its dialog is imported when it is opened."""

    key: str
    title: str
    icon: str

    def open(self, window: PageWindow, preset: dict[str, int]) -> QDialog | None:
        make = import_module("verkstad.ui.screens.new_records").DIALOGS[self.key]
        dialog: QDialog = make(window.desk, window, preset)
        return dialog


class NewInRegister(NewEntry):
    """A record of a register, opened by the register's page. The key is its table."""

    def open(self, window: PageWindow, preset: dict[str, int]) -> QDialog | None:
        window.show_register(self.key)
        return window.page.add_record(preset)


NEW_ENTRIES = (
    NewEntry("participant", "Ny deltagare", "user-plus"),
    NewEntry("note", "Ny anteckning", "note-pencil"),
    NewEntry("employer", "Ny arbetsgivare", "buildings"),
    NewEntry("placement", "Ny praktik", "briefcase"),
    NewEntry("validation", "Ny validering", "medal"),
    *(NewInRegister(one.table, BY_TABLE[one.table].new_label, one.icon) for one in PAGES if one.is_register),
)
BY_KEY = {entry.key: entry for entry in NEW_ENTRIES}
