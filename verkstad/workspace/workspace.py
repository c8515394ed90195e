"""An open data folder: storage, services, statistics and papers wired together. The only composition root.

Modules that the first page does not need are imported where they are used, so that the window opens quickly.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from verkstad.domain.long_work import LongWork, UnderWay
from verkstad.domain.records import StaffMember, Workshop
from verkstad.services.access import AccessLog
from verkstad.services.agenda import Agenda
from verkstad.services.broken_rules import AtOdds
from verkstad.services.copying import Copying
from verkstad.services.history import History
from verkstad.services.links import Links
from verkstad.services.participants import Participants
from verkstad.services.registers import Registers
from verkstad.services.security import Security
from verkstad.services.seeding import seed
from verkstad.services.words import Words
from verkstad.storage import data_folder, health
from verkstad.storage.drafts import Drafts
from verkstad.storage.stepwise import Stepwise
from verkstad.storage.store import Store

if TYPE_CHECKING:
    from verkstad.services.employers import Employers
    from verkstad.services.exports import Exports
    from verkstad.services.finding import Finding
    from verkstad.services.imports import Imports
    from verkstad.services.participant_card import ParticipantViews
    from verkstad.services.placements import Placements
    from verkstad.services.plans import Plans
    from verkstad.services.reports import Reports
    from verkstad.services.unfinished import Unfinished
    from verkstad.services.validations import Validations
    from verkstad.workspace.figures import Figures
    from verkstad.workspace.files import WorkbookFiles
    from verkstad.workspace.papers import Papers

Clock = Callable[[], datetime]
T = TypeVar("T")


class Workspace:
    """Everything that the window and the command line need, for one open and unlocked data folder."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.words = Words(store)
        self.at_odds = AtOdds(store)

    @classmethod
    def create(
        cls,
        folder: Path,
        password: str,
        workshop: Workshop,
        leader: StaffMember,
        manager: StaffMember | None = None,
        *,
        code: str = "",
        manager_code: str = "",
        clock: Clock = datetime.now,
    ) -> tuple[Workspace, str]:
        """Create a data folder. Return it with its recovery code, which is given or new, and never shown again.

        Raises VerkstadError.
        """
        fill = partial(seed, workshop=workshop, leader=leader, manager=manager)
        store, code = data_folder.create(
            folder, password, clock, code=code, manager_code=manager_code, fill=fill
        )
        return cls(store, clock), code

    @classmethod
    def open(cls, folder: Path, secret: str, *, clock: Clock = datetime.now) -> Workspace:
        """Open with the password or the recovery code. Raises VerkstadError; nothing has changed then."""
        workspace = cls(data_folder.open_with(folder, secret, clock), clock)
        workspace.security.note_opening()
        return workspace

    @staticmethod
    def exists(folder: Path) -> bool:
        return data_folder.exists(folder)

    @property
    def folder(self) -> Path:
        return self.store.folder

    @property
    def drafts(self) -> Drafts:
        """Drafts: values that have been typed but not saved."""
        return self.store.drafts

    @property
    def is_open(self) -> bool:
        """Return whether the workspace still has its folder open."""
        return self.store.is_open

    def in_turns(self, work: LongWork[T]) -> UnderWay[T]:
        """Prepare long work to be done in slices; nothing is done yet."""
        return Stepwise(self.store.transactions, work)

    @property
    def actor(self) -> StaffMember:
        who = self.store.actor_id
        return self.store.records(StaffMember).one(id=who) or StaffMember(id=who, name="Okänd")

    def today(self) -> date:
        return self.clock().date()

    def close(self) -> None:
        self.store.close()

    @cached_property
    def registers(self) -> Registers:
        return Registers(self.store, self.words, self.clock)

    @cached_property
    def access_log(self) -> AccessLog:
        return AccessLog(self.store, self.words, self.clock)

    @cached_property
    def copying(self) -> Copying:
        return Copying(self.store, self.registers, self.clock)

    def unfinished(self) -> list[Unfinished]:
        """Return all drafts in words, latest first."""
        from verkstad.services.unfinished import unfinished

        return unfinished(self.store)

    @cached_property
    def links(self) -> Links:
        return Links(self.store, self.words, self.clock)

    @cached_property
    def history(self) -> History:
        return History(self.store, self.words, self.clock)

    @cached_property
    def security(self) -> Security:
        return Security(self.store, self.words, self.clock)

    @cached_property
    def participants(self) -> Participants:
        return Participants(self.store, self.words, self.clock)

    @cached_property
    def agenda(self) -> Agenda:
        return Agenda(self.store, self.words, self.clock)

    @cached_property
    def participant_views(self) -> ParticipantViews:
        from verkstad.services.participant_card import ParticipantViews

        return ParticipantViews(self.store, self.words, self.clock, self.agenda)

    @cached_property
    def finding(self) -> Finding:
        from verkstad.services.finding import Finding

        return Finding(self.store, self.words, self.clock)

    @cached_property
    def employers(self) -> Employers:
        from verkstad.services.employers import Employers

        return Employers(self.store, self.words, self.clock)

    @cached_property
    def placements(self) -> Placements:
        from verkstad.services.placements import Placements

        return Placements(self.store, self.words, self.clock)

    @cached_property
    def validations(self) -> Validations:
        from verkstad.services.validations import Validations

        return Validations(self.store, self.words, self.clock)

    @cached_property
    def plans(self) -> Plans:
        from verkstad.services.plans import Plans

        return Plans(self.store, self.words, self.clock, self.registers)

    @cached_property
    def reports(self) -> Reports:
        from verkstad.services.reports import Reports

        return Reports(self.store, self.words, self.clock)

    @cached_property
    def imports(self) -> Imports:
        from verkstad.services.imports import Imports

        return Imports(self.store, self.words, self.clock)

    @cached_property
    def exports(self) -> Exports:
        from verkstad.services.exports import Exports

        return Exports(self.store, self.words, self.clock, self.links)

    @cached_property
    def files(self) -> WorkbookFiles:
        from verkstad.workspace.files import WorkbookFiles

        return WorkbookFiles(self.words, self.exports, self.access_log)

    @cached_property
    def figures(self) -> Figures:
        from verkstad.workspace.figures import Figures

        return Figures(self.store, self.words, self.today)

    @cached_property
    def papers(self) -> Papers:
        from verkstad.workspace.papers import Papers

        return Papers(self.reports, self.plans, self.figures, self.registers)

    def problems(self) -> list[str]:
        """Return the damage found in the data folder, as Swedish sentences."""
        return health.problems(self.store)
