"""Links in the rows of the workbook: to a person, an employer or an enrolment."""

from collections.abc import Container
from datetime import date

from verkstad.domain.records import Enrolment
from verkstad.domain.status import MISREGISTERED
from verkstad.domain.workbook import EMPLOYERS, PARTICIPANTS, WorkbookRow
from verkstad.domain.written import quoted
from verkstad.services.imports.employers import EmployersImport
from verkstad.services.imports.people import PeopleImport
from verkstad.services.imports.staging import Tally


class References:
    """Finds link targets and notes a fault for each missing one. Make it when people and employers have been read.

    `blind` are the sheets with rows whose Nr could not be read; a missing target there is not a fault.
    """

    def __init__(self, people: PeopleImport, employers: EmployersImport, blind: Container[str] = ()) -> None:
        self._people = people
        self.follow_ups = people.paths.follow_ups
        self._employers = employers
        self._blind = blind
        self._enrolments: dict[int, list[Enrolment]] = {}
        for enrolment in people.paths.enrolments.all():
            self._enrolments.setdefault(enrolment.participant_id or 0, []).append(enrolment)

    def participant(self, tally: Tally, row: WorkbookRow) -> int | None:
        """Return the row's person; None if there is none, or if the person's own row is faulty (and reported)."""
        key = str(row.values.get("participant", ""))
        return self._found(tally, row, "participant", key, self._people.find(key), PARTICIPANTS.name)

    def employer(self, tally: Tally, row: WorkbookRow) -> int | None:
        key = str(row.values.get("employer", ""))
        return self._found(tally, row, "employer", key, self._employers.find(key), EMPLOYERS.name)

    def covering(
        self, tally: Tally, row: WorkbookRow, participant_id: int, day: date, column: str
    ) -> int | None:
        """Return the enrolment that covers the day. None or several is a fault in the file."""
        mine = self.enrolments_of(participant_id)
        begun = [one for one in mine if one.started_on and one.started_on <= day]
        found = [one for one in begun if one.ended_on is None or one.ended_on > day]
        found = found or [one for one in begun if one.ended_on == day]
        # A misregistered enrolment covers a day only if no other one does.
        found = [one for one in found if one.exit_manner != MISREGISTERED] or found
        if len(found) == 1:
            return found[0].id
        problem = "Personen har flera inskrivningar" if found else "Personen har ingen inskrivning"
        tally.fault(row, column, f"{problem} den {day}.")
        return None

    def enrolments_of(self, participant_id: int) -> list[Enrolment]:
        return self._enrolments.get(participant_id, [])

    def ended_before(
        self, tally: Tally, row: WorkbookRow, participant_id: int, day: date, column: str
    ) -> int | None:
        """Return the last enrolment that ended before the day. None, or two with the same end, is a fault."""
        mine = self.enrolments_of(participant_id)
        found = [one for one in mine if one.ended_on and one.ended_on < day]
        found = [one for one in found if one.exit_manner != MISREGISTERED] or found
        last = max((one.ended_on for one in found if one.ended_on), default=None)
        found = [one for one in found if one.ended_on == last]
        if len(found) == 1:
            return found[0].id
        problem = (
            f"Flera inskrivningar avslutades den {last}." if found else "Ingen inskrivning är avslutad före"
        )
        tally.fault(row, column, problem if found else f"{problem} {day}.")
        return None

    def _found(
        self, tally: Tally, row: WorkbookRow, column: str, key: str, found: int | None, sheet: str
    ) -> int | None:
        if key and found is None and sheet not in self._blind:
            tally.fault(row, column, f"Nr {quoted(key)} finns inte på bladet {sheet}.".replace("  ", " "))
        return found or None
