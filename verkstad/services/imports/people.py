"""The sheet Deltagare: people, matched by personal number, or by Nr, names and birth year."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from verkstad.domain import rules, swedish
from verkstad.domain.identity_numbers import NumberProblem, read_personal_number
from verkstad.domain.records import Participant
from verkstad.domain.workbook import PARTICIPANTS, WorkbookRow, fields_of, own_key
from verkstad.domain.written import key_of, tidy
from verkstad.services.imports.paths import PathImport
from verkstad.services.imports.staging import Staged, Tally, place
from verkstad.services.participants import case_number
from verkstad.storage.change import Change
from verkstad.storage.store import Store

Identity = tuple[str, str, str, int | None]
Told = dict[str, tuple[Any, WorkbookRow]]
"""The values read so far for a person, each with the row that gave it first."""


def identity(key: str, participant: Participant) -> Identity:
    """Return what a person without a personal number is matched by: Nr, names and birth year."""
    first, last = participant.first_name, participant.last_name
    return key_of(key), swedish.fold(tidy(first)), swedish.fold(tidy(last)), participant.birth_year


class PeopleImport:
    """Stages people. Afterwards `find` returns the person with an Nr of the file."""

    def __init__(
        self, store: Store, change: Change, today: date, next_case_number: Callable[[int], int]
    ) -> None:
        self.tally = Tally(PARTICIPANTS)
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
                    self._by_key[key_of(key)] = one.id
                    self._by_identity.setdefault(identity(key, one), one.id)
        self.paths = PathImport(store, change, today, self.tally)
        self._in_file: dict[str, int] = {}
        self._faulty: set[str] = set()
        self._told_by_key: dict[str, Told] = {}
        self._told_by_number: dict[str, Told] = {}
        self._seen: set[int] = set()

    def read(self, rows: Iterable[WorkbookRow]) -> None:
        for row in rows:
            faults_before = len(self.tally.faults)
            values = self._person_values(row)
            said = self._refuse_contradictions(row, values)
            known = self._known(row, values)
            self._check_person(row, values, known)
            self.paths.check(row, known)
            key = key_of(row.values.get("nr", ""))
            if row.unread or len(self.tally.faults) > faults_before:
                self._faulty.add(key)
                continue
            # A value that an earlier row has given in other letters is not a change.
            told = {name: value for name, value in values.items() if known is None or name not in said}
            person, is_new, is_changed = self._stage_person(row, told, known)
            self._in_file[key] = person.id
            path = self.paths.stage(row, person)
            if path is None:
                self._faulty.add(key)
            elif path.is_double:
                self.tally.skipped += 1
            else:
                self.tally.count(is_new=is_new or path.is_new, is_changed=is_changed or path.is_changed)

    def find(self, key: str) -> int | None:
        """Return the id of the person with the Nr: of this file, else of an earlier one, else a case number.

        Return 0 if a row of the person is faulty, None if there is no such person.
        """
        wanted = key_of(key)
        if wanted in self._faulty:
            return 0
        return self._in_file.get(wanted) or self._by_key.get(wanted)

    def staged_in_order(self) -> Sequence[Staged[Any]]:
        return self.participants, *self.paths.staged_in_order()

    def _person_values(self, row: WorkbookRow) -> dict[str, Any]:
        """Return the row's values of the person, the personal number in standard form. Faults are noted."""
        values = fields_of(row, Participant)
        written = values.pop("personal_number", "")
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
        return values

    def _refuse_contradictions(self, row: WorkbookRow, values: dict[str, Any]) -> set[str]:
        """Refuse rows with the same Nr or personal number that disagree: they are about one person.

        Return the fields that an earlier row has given already.
        """
        said: set[str] = set()
        for what, register, key in (
            ("Nr", self._told_by_key, key_of(row.values.get("nr", ""))),
            ("personnummer", self._told_by_number, values.get("personal_number", "")),
        ):
            told = register.setdefault(key, {}) if key else {}
            for name in sorted(values, key=_who_first):
                first, first_row = told.setdefault(name, (values[name], row))
                if first_row is not row:
                    said.add(name)
                if not _agrees(name, first, values[name]):
                    self.tally.fault(row, *_contradiction(what, name, place(first_row, row)))
                    return said
        return said

    def _known(self, row: WorkbookRow, values: dict[str, Any]) -> int | None:
        """Return a stored or staged person, matched by personal number, else by Nr, names and birth year."""
        key = str(row.values.get("nr", ""))
        in_file = self._in_file.get(key_of(key))
        if in_file:
            return in_file
        number = values.get("personal_number", "")
        if number in self._by_number:
            return self._by_number[number]
        found = self._by_identity.get(identity(key, Participant(**values)))
        if found is None:
            return None
        stored = self.participants.get(found).personal_number
        return None if stored and number and number != stored else found

    def _check_person(self, row: WorkbookRow, values: dict[str, Any], known_id: int | None) -> None:
        if known_id in self._seen:
            self._refuse_number_of_other(row, values, known_id)
            return  # the rows of the file about this person are compared already
        if known_id is not None:
            known = self.participants.get(known_id)
            self._refuse_other_name(row, Participant(**values), known)
            wanted = dataclasses.replace(known, **values)
            self.tally.refuse_broken(row, wanted, known)
            self._refuse_unborn(row, wanted, known)
        elif key_of(row.values.get("nr", "")) not in self._faulty:
            self._require_whole(row, Participant(**values))
            self._refuse_unborn(row, Participant(**values), None)

    def _refuse_unborn(self, row: WorkbookRow, wanted: Participant, known: Participant | None) -> None:
        before = set(rules.of_birth(known, self._today)) if known else set()
        for breach in rules.of_birth(wanted, self._today):
            if breach not in before:
                self.tally.fault(row, f"participants.{breach.under}", breach.words)

    def _refuse_other_name(self, row: WorkbookRow, wanted: Participant, known: Participant) -> None:
        """Note a fault if both first name and last name of a stored person differ; one of them may have changed."""
        _, first, last, _ = identity("", known)
        _, wanted_first, wanted_last, _ = identity("", wanted)
        if first != wanted_first and last != wanted_last and wanted.full_name and known.full_name:
            self.tally.fault(
                row,
                "participants.personal_number",
                f"Personnumret finns redan på ärende {known.case_number}, med ett annat namn.",
            )

    def _refuse_number_of_other(self, row: WorkbookRow, values: dict[str, Any], known_id: int | None) -> None:
        owner = self._by_number.get(values.get("personal_number", ""), known_id)
        if owner is not None and owner != known_id:
            number = self.participants.get(owner).case_number
            self.tally.fault(
                row, "participants.personal_number", f"Personnumret finns redan, på ärende {number}."
            )

    def refuse_double_enrolments(self) -> None:
        """Refuse two enrolments in a workshop on one day. Call this after the last row."""
        for row in self.paths.double_enrolments.refuse():
            self._faulty.add(key_of(row.values.get("nr", "")))

    def _require_whole(self, row: WorkbookRow, wanted: Participant) -> None:
        """Require both names, or a gender for a protected person, and a personal number or birth year."""
        if "participants.protection" in row.unread:
            return
        for name in ("gender",) if wanted.is_protected else ("first_name", "last_name"):
            if not getattr(wanted, name):
                heading = PARTICIPANTS.column(f"participants.{name}").heading
                self.tally.fault(row, f"participants.{name}", f"{heading} saknas.")
        columns = "participants.personal_number", "participants.birth_year"
        if not any(row.has(column) for column in columns):
            there = [column for column in columns if column in row.heading.keys]
            missing = "Kolumnen saknas, och Födelseår också."
            self.tally.fault(row, (*there, *columns)[0], "Personnummer eller födelseår saknas.", missing)

    def _stage_person(
        self, row: WorkbookRow, values: dict[str, Any], known_id: int | None
    ) -> tuple[Participant, bool, bool]:
        """Return the staged person of the row, whether it is new, and whether it is changed."""
        key = str(row.values["nr"])
        if known_id is None:
            new = Participant(**values, file_key=key, case_number=self._new_case_number(row))
            person, is_new, is_changed = self.participants.add(new), True, False
        else:
            known = self.participants.get(known_id)
            # A person with several Nr in the file keeps the first.
            if known_id not in self._seen and key_of(key) not in (
                key_of(known.file_key),
                key_of(own_key(known)),
            ):
                values = {**values, "file_key": key}
            person, is_changed = self.participants.set(known, values)
            is_new = False
        self._seen.add(person.id)
        if person.personal_number:
            self._by_number[person.personal_number] = person.id
        return person, is_new, is_changed

    def _new_case_number(self, row: WorkbookRow) -> str:
        start = row.values.get("enrolments.started_on") or row.values.get("referrals.referred_on")
        year = min(start.year, self._today.year) if start else self._today.year
        return case_number(year, self._next_case_number(year))


def _who_first(name: str) -> bool:
    """The sort key that puts number and names first: they decide who the person is."""
    return name not in ("personal_number", "first_name", "last_name")


def _agrees(name: str, first: Any, value: Any) -> bool:
    if name in ("first_name", "last_name"):
        return swedish.fold(first) == swedish.fold(value)
    return bool(first == value)


def _contradiction(what: str, name: str, where: str) -> tuple[str, str]:
    """Return the column and the sentence for a row that contradicts an earlier row about the same person."""
    if name in ("first_name", "last_name"):
        column = "participants.last_name" if what == "Nr" else "participants.personal_number"
        return column, f"Samma {what} har ett annat namn på {where}."
    label = PARTICIPANTS.column(f"participants.{name}").heading
    return f"participants.{name}", f"Samma {what} har något annat under {label} på {where}."
