"""The pages of the window, in order. A page is made the first time it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verkstad.ui.desk.desk import Desk
    from verkstad.ui.desk.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page: its key, its word and icon in the sidebar, and the table whose records it opens."""

    key: str
    title: str
    icon: str
    module: str
    """Module in `screens/` with the page class as `PAGE`."""
    table: str = ""
    is_last: bool = False  # at the bottom of the sidebar

    @property
    def is_register(self) -> bool:
        """Whether the page adds its own records."""
        return self.module.startswith("registers.")

    def make(self, desk: Desk) -> Page:
        page_type = import_module(f"verkstad.ui.screens.{self.module}").PAGE
        page: Page = page_type(desk)
        return page


PAGES = (
    PageEntry("today", "Idag", "sun", "today.page"),
    PageEntry("participants", "Deltagare", "users", "participants.page", "participants"),
    PageEntry("employers", "Arbetsgivare", "buildings", "employers.page", "employers"),
    PageEntry("placements", "Praktik", "briefcase", "placements.page", "placements"),
    PageEntry("validations", "Validering", "medal", "validations.page", "validations"),
    PageEntry("reports", "Lägesrapport", "file-text", "reports.page", "status_reports"),
    PageEntry("settings", "Inställningar", "gear-six", "settings.page", is_last=True),
)
BY_KEY = {entry.key: entry for entry in PAGES}
BY_TABLE = {entry.table: entry for entry in PAGES if entry.table}
