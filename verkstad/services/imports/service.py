"""The import as one named change."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from verkstad.domain import swedish
from verkstad.domain.bulk import without_collecting
from verkstad.domain.long_work import LongWork, done, scaled
from verkstad.domain.records import Setting
from verkstad.domain.workbook import (
    ATTENDANCES,
    CONTACTS,
    EMPLOYERS,
    FOLLOW_UPS,
    MEASUREMENTS,
    PARTICIPANTS,
    PLACEMENTS,
    VALIDATIONS,
    Fault,
    ImportOutcome,
    SheetCount,
    Workbook,
    WorkbookRow,
)
from verkstad.services.base import Service
from verkstad.services.imports.employers import EmployersImport
from verkstad.services.imports.follow_ups import FollowUpsImport
from verkstad.services.imports.measurements import MeasurementsImport
from verkstad.services.imports.people import PeopleImport
from verkstad.services.imports.references import References
from verkstad.services.imports.sheets import (
    AttendancesImport,
    ContactsImport,
    PlacementsImport,
    SheetImport,
    ValidationsImport,
)
from verkstad.services.imports.staging import PIECE, Staged, Tally, pieces
from verkstad.storage import listings, trade_rules
from verkstad.storage.change import Change

SUPPORT_CATEGORIES_SETTING = "support_categories_used"
WORKSHOPS_MADE = "Verkstäder"

_WORDS = {
    PARTICIPANTS.name: ("deltagare", "deltagare"),
    WORKSHOPS_MADE: ("verkstad", "verkstäder"),
    EMPLOYERS.name: ("arbetsgivare", "arbetsgivare"),
    CONTACTS.name: ("kontakt", "kontakter"),
    PLACEMENTS.name: ("praktik", "praktiker"),
    VALIDATIONS.name: ("validering", "valideringar"),
    MEASUREMENTS.name: ("mätning", "mätningar"),
    ATTENDANCES.name: ("närvarorad", "närvarorader"),
    FOLLOW_UPS.name: ("uppföljning", "uppföljningar"),
}
"""What is counted in each sheet, in singular and plural."""

_OTHERS: tuple[type[SheetImport[Any]], ...] = (
    ContactsImport,
    PlacementsImport,
    ValidationsImport,
    MeasurementsImport,
    AttendancesImport,
    FollowUpsImport,
)


class _SheetReader(Protocol):
    """Reads one sheet: rows are staged first, and written when all rows are accepted."""

    tally: Tally

    def read(self, rows: Iterable[WorkbookRow]) -> None: ...

    def staged_in_order(self) -> Sequence[Staged[Any]]: ...


@dataclass
class _Plan:
    """Everything that one import has staged."""

    people: PeopleImport
    readers: list[_SheetReader]

    def counts(self, workbook: Workbook) -> list[SheetCount]:
        tallies = [reader.tally for reader in self.readers if reader.tally.sheet.name in workbook.rows]
        counts = [tally.as_count() for tally in tallies]
        if made := self.people.paths.workshops_made:
            counts.insert(1, SheetCount(WORKSHOPS_MADE, new=made))
        return counts


class Imports(Service):
    def read(self, workbook: Workbook, *, is_dry_run: bool = False) -> ImportOutcome:
        """Store a whole workbook, or nothing if there is any fault. Every fault is returned.

        Reading the same workbook again changes nothing.
        """
        return done(self.reading(workbook, is_dry_run=is_dry_run))

    def reading(self, workbook: Workbook, *, is_dry_run: bool = False) -> LongWork[ImportOutcome]:
        """Like `read`, as long work."""
        with without_collecting(), self.store.change("workbook.imported", "Import") as change:
            plan = yield from scaled(self._planning(workbook, change), 0, 1 if is_dry_run else 0.5)
            counts = plan.counts(workbook)
            faults = [*workbook.faults, *(fault for one in plan.readers for fault in one.tally.faults)]
            is_stored = not faults and not is_dry_run
            if is_stored:
                change.name = _name(counts)
                yield from scaled(self._writing(plan, change), 0.5, 1)
        warnings = tuple(warning for one in plan.readers for warning in one.tally.warnings)
        return ImportOutcome(tuple(counts), _in_order(faults, workbook), warnings, is_stored)

    def _planning(self, workbook: Workbook, change: Change) -> LongWork[_Plan]:
        people = PeopleImport(self.store, change, self.today(), self._case_numbers())
        yield 0
        employers = EmployersImport(self.store, change)
        plan = _Plan(people, [people, employers])
        people.paths.look_through(workbook.rows.get(PARTICIPANTS.name, []))
        yield from scaled(_staging(plan.readers, workbook), 0, 0.5)
        people.refuse_double_enrolments()
        references = References(people, employers, workbook.blind)
        others = [
            kind(self.store, change, references) for kind in _OTHERS if kind.sheet.name in workbook.rows
        ]
        plan.readers += others
        yield from scaled(_staging(others, workbook), 0.5, 1)
        return plan

    def _writing(self, plan: _Plan, change: Change) -> LongWork[None]:
        staged = [one for reader in plan.readers for one in reader.staged_in_order()]
        written, count = 0, 2 * sum(map(len, staged)) or 1
        for one in staged:
            for number in one.flush():
                written += number
                yield written / count
        if plan.people.paths.has_new_categories:
            self._switch_on_support_categories(change)
        for _share in trade_rules.requiring(self.store.database, change):
            yield written / count
        for _ in range(0, len(change.rows), PIECE):
            change.log(PIECE)
            written += PIECE
            yield min(1, written / count)

    def _case_numbers(self) -> Callable[[int], int]:
        """Return a function that gives the next running number of a year."""
        last: dict[int, int] = {}

        def following(year: int) -> int:
            if year not in last:
                last[year] = listings.last_case_number(self.store.database, year)
            last[year] += 1
            return last[year]

        return following

    def _switch_on_support_categories(self, change: Change) -> None:
        setting = self.store.records(Setting).one(key=SUPPORT_CATEGORIES_SETTING)
        if setting is None:
            change.insert(Setting(key=SUPPORT_CATEGORIES_SETTING, value="1"))
        else:
            change.update(setting, replace(setting, value="1"))


def _staging(readers: Sequence[_SheetReader], workbook: Workbook) -> LongWork[None]:
    sheets = [(reader, workbook.rows.get(reader.tally.sheet.name, [])) for reader in readers]
    read, count = 0, sum(len(rows) for _, rows in sheets)
    for reader, every in sheets:
        for rows in pieces(every):
            reader.read(rows)
            read += len(rows)
            yield read / count


def _name(counts: Sequence[SheetCount]) -> str:
    """For example: Import av 34 deltagare, 1 arbetsgivare."""
    told = [swedish.count_text(count.new, *_WORDS[count.sheet]) for count in counts if count.new]
    changed = sum(count.changed for count in counts)
    if changed:
        told.append(swedish.count_text(changed, "ändrad rad", "ändrade rader"))
    return f"Import av {', '.join(told)}"


def _in_order(faults: Sequence[Fault], workbook: Workbook) -> tuple[Fault, ...]:
    """Sort by sheet as in the file, then by row."""
    order = {name: place for place, name in enumerate(workbook.rows)}
    return tuple(sorted(faults, key=lambda fault: (order.get(fault.sheet, -1), fault.row)))
