"""What can be new: the words of the menu, and where each dialog is made."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from verkstad.ui.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Something that can be added. Its dialog's module is loaded when it is asked for."""

    key: str
    title: str
    icon: str

    def open(self, desk: Desk, parent: QWidget, preset: dict[str, int]) -> QDialog:
        make = import_module("verkstad.ui.screens.new_records").DIALOGS[self.key]
        dialog: QDialog = make(desk, parent, preset)
        return dialog


NEW_ENTRIES = (
    NewEntry("participant", "Ny deltagare", "user-plus"),
    NewEntry("note", "Ny anteckning", "note-pencil"),
    NewEntry("employer", "Ny arbetsgivare", "buildings"),
    NewEntry("placement", "Ny praktik", "briefcase"),
    NewEntry("validation", "Ny validering", "medal"),
)
BY_KEY = {entry.key: entry for entry in NEW_ENTRIES}
