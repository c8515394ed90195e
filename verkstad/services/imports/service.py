"""The import as one named change."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from verkstad.domain import swedish
from verkstad.domain.bulk import without_collecting
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
from verkstad.storage import listings
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
"""What is counted in each sheet: one, several."""

_OTHERS: tuple[type[SheetImport[Any]], ...] = (
    ContactsImport,
    PlacementsImport,
    ValidationsImport,
    MeasurementsImport,
    AttendancesImport,
    FollowUpsImport,
)


class Imports(Service):
    def read(self, workbook: Workbook, *, is_dry_run: bool = False) -> ImportOutcome:
        """Store a whole workbook, or nothing of it when there is any fault; every fault is named.

        Reading the same workbook again changes nothing (contract.md).
        """
        with without_collecting(), self.store.change("workbook.imported", "Import") as change:
            people = PeopleImport(self.store, change, self.today(), self._case_numbers())
            employers = EmployersImport(self.store, change)
            people.read(workbook.rows.get(PARTICIPANTS.name, []))
            employers.read(workbook.rows.get(EMPLOYERS.name, []))
            references = References(people, employers, workbook.blind)
            others = [
                kind(self.store, change, references) for kind in _OTHERS if kind.sheet.name in workbook.rows
            ]
            for other in others:
                other.read(workbook.rows[other.sheet.name])
            tallies = [people.tally, employers.tally, *(other.tally for other in others)]
            faults = [*workbook.faults, *(fault for tally in tallies for fault in tally.faults)]
            counts = [tally.as_count() for tally in tallies if tally.sheet.name in workbook.rows]
            if people.paths.workshops_made:
                counts.insert(1, SheetCount(WORKSHOPS_MADE, new=people.paths.workshops_made))
            is_stored = not faults and not is_dry_run
            if is_stored:
                people.flush()
                employers.flush()
                for other in others:
                    other.flush()
                if people.paths.has_new_categories:
                    self._switch_on_support_categories(change)
                change.name = _name(counts)
        warnings = tuple(warning for tally in tallies for warning in tally.warnings)
        return ImportOutcome(tuple(counts), _in_order(faults, workbook), warnings, is_stored)

    def _case_numbers(self) -> Callable[[int], int]:
        """Gives the next running number of a year."""
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


def _name(counts: Sequence[SheetCount]) -> str:
    """Import av 34 deltagare, 1 arbetsgivare."""
    told = [swedish.count_text(count.new, *_WORDS[count.sheet]) for count in counts if count.new]
    changed = sum(count.changed for count in counts)
    if changed:
        told.append(swedish.count_text(changed, "ändrad rad", "ändrade rader"))
    return f"Import av {', '.join(told)}"


def _in_order(faults: Sequence[Fault], workbook: Workbook) -> tuple[Fault, ...]:
    """By sheet as in the file, then by row."""
    order = {name: place for place, name in enumerate(workbook.rows)}
    return tuple(sorted(faults, key=lambda fault: (order.get(fault.sheet, -1), fault.row)))
