"""What a page works at: the open workspace, and how it asks the window for something."""

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
    """Handed to every page instead of the window."""

    changed = Signal(object)  # the ChangeEvent of what has just been stored
    looked_through = Signal()  # it is known what is stored and does not agree
    drafted = Signal()  # there is another draft, or one less
    record_wanted = Signal(str, int)  # table, id
    page_wanted = Signal(str)  # key of a page
    restore_wanted = Signal(object)  # the folder of a security copy
    relocate_wanted = Signal(object)  # the copy to begin with on this computer's own disk
    emptying_wanted = Signal()  # the workshop has moved to another computer
    told = Signal(str)  # what was done without a change in the register
    failed = Signal(str)  # a known fault
    new_wanted = Signal(str, dict)  # key of new_menu, what is known beforehand

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        workspace.store.subscribe(self._hear)
        workspace.drafts.listeners.append(self.drafted.emit)

    @cached_property
    def source(self) -> FormSource:
        """What forms ask for. The first page has none, so they are loaded when one is made."""
        from verkstad.ui.kit.record_form import FormSource

        return FormSource(options=self.options, today=self.workspace.today)

    @property
    def colleague(self) -> int | None:
        """Who is at work, where the lists offer them: a manager does not work here."""
        actor = self.workspace.actor
        return actor.id if actor.is_active else None

    def _hear(self, event: ChangeEvent) -> None:
        self.changed.emit(event)

    def options(self, fact: Fact) -> list[tuple[Any, str]]:
        """What can be chosen in a field."""
        if fact.kind is Kind.CHOICE:
            return [(member, member.label) for member in fact.choices or ()]
        if fact.kind is Kind.LINK:
            return list(self.workspace.links.choices(fact.target))
        return list(self.workspace.words.options(fact))

    def workshop_names(self) -> dict[int, str]:
        return {one.id: one.name for one in self.workspace.registers.all(records.Workshop)}
