"""What every page gets: the open workspace, and the signals by which it asks the window for something."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from verkstad.domain import records
from verkstad.domain.changes import ChangeEvent
from verkstad.domain.fields import Fact, Kind

if TYPE_CHECKING:
    from verkstad.ui.kit.record_form import FormSource
    from verkstad.workspace import Workspace


class Desk(QObject):
    """Passed to every page instead of the window."""

    changed = Signal(object)  # the ChangeEvent that has just been stored
    looked_through = Signal()  # the search for contradictory records has finished
    drafted = Signal()  # a draft has been added or removed
    record_wanted = Signal(str, int)  # table, id
    page_wanted = Signal(str)  # key of a page
    restore_wanted = Signal(object)  # the folder of a security copy
    relocate_wanted = Signal(object)  # the copy to restore on this computer's own disk
    emptying_wanted = Signal()  # the workshop has moved to another computer
    told = Signal(str)  # what was done, when no record was changed
    failed = Signal(str)  # the message of a VerkstadError
    new_wanted = Signal(str, dict)  # key of new_menu, known values

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        workspace.store.subscribe(self._hear)
        workspace.drafts.listeners.append(self.drafted.emit)

    @cached_property
    def source(self) -> FormSource:
        """Return what forms need. It is loaded when the first form is made, because the first page has none."""
        from verkstad.ui.kit.record_form import FormSource

        return FormSource(options=self.options, today=self.workspace.today)

    @property
    def colleague(self) -> int | None:
        """The id of the user, as the default in forms; None for the manager, who does not work in the workshop."""
        actor = self.workspace.actor
        return actor.id if actor.is_active else None

    def _hear(self, event: ChangeEvent) -> None:
        self.changed.emit(event)

    def options(self, fact: Fact) -> list[tuple[Any, str]]:
        """Return the options of a choice, link or word field as (value, label)."""
        if fact.kind is Kind.CHOICE:
            return [(member, member.label) for member in fact.choices or ()]
        if fact.kind is Kind.LINK:
            return list(self.workspace.links.choices(fact.target))
        return list(self.workspace.words.options(fact))

    def workshop_names(self) -> dict[int, str]:
        return {one.id: one.name for one in self.workspace.registers.all(records.Workshop)}
