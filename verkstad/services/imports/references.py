"""What a row of the workbook points to: a person, an employer, an enrolment."""

from datetime import date

from verkstad.domain.records import Enrolment
from verkstad.domain.status import MISREGISTERED
from verkstad.domain.workbook import WorkbookRow
from verkstad.services.imports.employers import EmployersImport
from verkstad.services.imports.people import PeopleImport
from verkstad.services.imports.staging import Tally


class References:
    """Finds it, and notes a fault where there is nothing. Made when people and employers have been read."""

    def __init__(self, people: PeopleImport, employers: EmployersImport) -> None:
        self._people = people
        self._employers = employers
        self._enrolments: dict[int, list[Enrolment]] = {}
        for enrolment in people.paths.enrolments.all():
            self._enrolments.setdefault(enrolment.participant_id or 0, []).append(enrolment)

    def participant(self, tally: Tally, row: WorkbookRow) -> int | None:
        """The person the row is about; None when there is nobody, or only a faulty row that is named already."""
        key = str(row.values["participant"])
        found = self._people.find(key)
        if found is None:
            tally.fault(row, "participant", f"Nr {key} finns inte på bladet Deltagare.")
        return found or None

    def employer(self, tally: Tally, row: WorkbookRow) -> int | None:
        key = str(row.values["employer"])
        found = self._employers.find(key)
        if found is None:
            tally.fault(row, "employer", f"Nr {key} finns inte på bladet Arbetsgivare.")
        return found or None

    def covering(
        self, tally: Tally, row: WorkbookRow, participant_id: int, day: date, column: str
    ) -> int | None:
        """The enrolment that covers the day; none or several is a fault (contract.md)."""
        mine = self._enrolments.get(participant_id, [])
        begun = [one for one in mine if one.started_on and one.started_on <= day]
        found = [one for one in begun if one.ended_on is None or one.ended_on > day]
        found = found or [one for one in begun if one.ended_on == day]
        # What was misregistered covers a day only when nothing else does.
        found = [one for one in found if one.exit_manner != MISREGISTERED] or found
        if len(found) == 1:
            return found[0].id
        what = "flera inskrivningar" if found else "ingen inskrivning"
        tally.fault(row, column, f"Datumet {day} ligger inom {what}.")
        return None

    def enrolments_of(self, participant_id: int) -> list[int]:
        return [one.id for one in self._enrolments.get(participant_id, [])]

    def ended_before(
        self, tally: Tally, row: WorkbookRow, participant_id: int, day: date, column: str
    ) -> int | None:
        """The last enrolment that ended before the day."""
        mine = self._enrolments.get(participant_id, [])
        found = [one for one in mine if one.ended_on and one.ended_on < day]
        found = [one for one in found if one.exit_manner != MISREGISTERED] or found
        if not found:
            tally.fault(row, column, f"Ingen inskrivning är avslutad före {day}.")
            return None
        return max(found, key=lambda one: (one.ended_on or date.min, one.id)).id
