"""The sheet Deltagare: people, known again by personal number, or by Nr, names and birth year."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from verkstad.domain import swedish
from verkstad.domain.identity_numbers import NumberProblem, read_personal_number
from verkstad.domain.records import Participant
from verkstad.domain.workbook import PARTICIPANTS, WorkbookRow, fields_of, own_key
from verkstad.services.imports.paths import PathImport
from verkstad.services.imports.staging import Staged, Tally
from verkstad.services.participants import case_number
from verkstad.storage.change import Change
from verkstad.storage.store import Store

Identity = tuple[str, str, str, int | None]


def identity(key: str, participant: Participant) -> Identity:
    """What a person without a personal number is known again by: Nr, names and birth year."""
    return (
        key.casefold(),
        swedish.fold(participant.first_name),
        swedish.fold(participant.last_name),
        participant.birth_year,
    )


@dataclass(frozen=True, slots=True)
class Person:
    """What other sheets know of a person of the file: who, and the row that said so."""

    participant_id: int
    row: WorkbookRow


class PeopleImport:
    """Stages people; afterwards `find` gives the person behind an Nr of the file."""

    def __init__(
        self, store: Store, change: Change, today: date, next_case_number: Callable[[int], int]
    ) -> None:
        self.tally = Tally(PARTICIPANTS)
        self._store = store
        self._today = today
        self._next_case_number = next_case_number
        participants = store.records(Participant).all()
        self.participants = Staged(change, Participant, participants, lambda one: one.id)
        self._by_number = {one.personal_number: one.id for one in participants if one.personal_number}
        self._by_identity: dict[Identity, int] = {}
        self._by_key: dict[str, int] = {}
        for one in participants:
            for key in (own_key(one), one.file_key):
                if key:
                    self._by_key[key.casefold()] = one.id
                    self._by_identity.setdefault(identity(key, one), one.id)
        self.paths = PathImport(store, change, today, self.tally)
        self._in_file: dict[str, Person] = {}
        self._rows_by_number: dict[str, WorkbookRow] = {}

    def read(self, rows: Iterable[WorkbookRow]) -> None:
        for row in rows:
            faults_before = len(self.tally.faults)
            values = self._person_values(row)
            if row.is_faulty or len(self.tally.faults) > faults_before:
                self._note_faulty(row)
                continue
            person, is_new, is_changed = self._stage_person(row, values)
            if person is None:
                self._note_faulty(row)
                continue
            path_new, path_changed = self.paths.stage(row, person)
            self.tally.count(is_new=is_new or path_new, is_changed=is_changed or path_changed)

    def find(self, key: str) -> int | None:
        """The id of the person behind an Nr: of this file, else of an earlier one, else a case number.

        0 when the person's own row is faulty, None when there is nobody.
        """
        in_file = self._in_file.get(key.casefold())
        return in_file.participant_id if in_file else self._by_key.get(key.casefold())

    def flush(self) -> None:
        self.participants.flush()
        self.paths.flush()

    def _note_faulty(self, row: WorkbookRow) -> None:
        """Rows of other sheets that point here are not reported as pointing to nothing."""
        key = str(row.values.get("nr", "")).casefold()
        if key:
            self._in_file.setdefault(key, Person(0, row))

    def _person_values(self, row: WorkbookRow) -> dict[str, Any]:
        """The row's values of the person, with the personal number in standard form; faults are noted."""
        values = fields_of(row, Participant)
        written = values.get("personal_number", "")
        if written:
            try:
                number = read_personal_number(written, self._today)
            except NumberProblem as problem:
                self.tally.fault(row, "participants.personal_number", str(problem))
            else:
                values["personal_number"] = number.text
                if values.get("birth_year", number.birth_year) != number.birth_year:
                    self.tally.fault(
                        row, "participants.birth_year", "Födelseåret stämmer inte med personnumret."
                    )
                values["birth_year"] = number.birth_year
                if number.warning:
                    self.tally.warn(row, "participants.personal_number", number.warning)
        if values.get("birth_year") and values["birth_year"] > self._today.year:
            self.tally.fault(row, "participants.birth_year", "Födelseåret har inte varit än.")
        return values

    def _stage_person(
        self, row: WorkbookRow, values: dict[str, Any]
    ) -> tuple[Participant | None, bool, bool]:
        """The person of the row as staged, whether new, whether changed; None after a fault."""
        key = str(row.values["nr"])
        wanted = Participant(**values)
        if not self._agrees_with_file(row, key, wanted):
            return None, False, False
        known_id = self._known(key, wanted)
        if known_id is None:
            if not self._is_complete(row, wanted):
                return None, False, False
            person = self.participants.add(
                replace(wanted, file_key=key, case_number=self._new_case_number(row))
            )
            self._remember(row, key, person)
            return person, True, False
        known = self.participants.get(known_id)
        names_differ = swedish.fold(known.first_name) != swedish.fold(wanted.first_name) and swedish.fold(
            known.last_name
        ) != swedish.fold(wanted.last_name)
        if names_differ and wanted.full_name and known.full_name:
            self.tally.fault(
                row,
                "participants.personal_number",
                f"Personnumret finns redan på ärende {known.case_number}, med ett annat namn.",
            )
            return None, False, False
        if key not in (own_key(known), known.file_key):
            values = {**values, "file_key": key}
        person, is_changed = self.participants.set(known, values)
        self._remember(row, key, person)
        return person, False, is_changed

    def _is_complete(self, row: WorkbookRow, wanted: Participant) -> bool:
        """Whether a new person has what is required; less will do with protected identity (contract.md)."""
        missing = [
            name
            for name in (("gender",) if wanted.is_protected else ("first_name", "last_name"))
            if not getattr(wanted, name)
        ]
        for name in missing:
            heading = PARTICIPANTS.column(f"participants.{name}").heading
            self.tally.fault(row, f"participants.{name}", f"{heading} saknas.")
        if not wanted.birth_year:
            self.tally.fault(row, "participants.personal_number", "Personnummer eller födelseår saknas.")
        return not missing and bool(wanted.birth_year)

    def _agrees_with_file(self, row: WorkbookRow, key: str, wanted: Participant) -> bool:
        """Whether the row says the same of its person as the file's earlier rows do."""
        earlier = self._in_file.get(key.casefold())
        if earlier is not None and earlier.participant_id:
            known = self.participants.get(earlier.participant_id)
            if wanted.personal_number and known.personal_number not in ("", wanted.personal_number):
                problem = f"Samma Nr har ett annat personnummer på rad {earlier.row.number}."
                self.tally.fault(row, "participants.personal_number", problem)
                return False
            if identity(key, wanted)[1:3] != identity(key, known)[1:3]:
                problem = f"Samma Nr har ett annat namn på rad {earlier.row.number}."
                self.tally.fault(row, "participants.last_name", problem)
                return False
        first = self._rows_by_number.setdefault(wanted.personal_number, row)
        if wanted.personal_number and first is not row:
            other = Participant(**{**fields_of(first, Participant), "personal_number": ""})
            if identity("", wanted)[1:3] != identity("", other)[1:3]:
                problem = f"Samma personnummer har ett annat namn på rad {first.number}."
                self.tally.fault(row, "participants.personal_number", problem)
                return False
        return True

    def _known(self, key: str, wanted: Participant) -> int | None:
        """A stored or staged person: by personal number, else by Nr, names and birth year."""
        earlier = self._in_file.get(key.casefold())
        if earlier is not None and earlier.participant_id:
            return earlier.participant_id
        if wanted.personal_number and wanted.personal_number in self._by_number:
            return self._by_number[wanted.personal_number]
        found = self._by_identity.get(identity(key, wanted))
        if found is None:
            return None
        number = self.participants.get(found).personal_number
        return None if number and wanted.personal_number and number != wanted.personal_number else found

    def _remember(self, row: WorkbookRow, key: str, person: Participant) -> None:
        self._in_file[key.casefold()] = Person(person.id, row)
        if person.personal_number:
            self._by_number[person.personal_number] = person.id

    def _new_case_number(self, row: WorkbookRow) -> str:
        start = row.values.get("enrolments.started_on") or row.values.get("referrals.referred_on")
        year = min(start.year, self._today.year) if start else self._today.year
        return case_number(year, self._next_case_number(year))
