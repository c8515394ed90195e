"""Overlapping enrolments of one person in one workshop: the same one with a new start, or a fault."""

from collections.abc import Iterable
from typing import Any

from verkstad.domain.records import Enrolment, Participant, Placement, Validation, Workshop
from verkstad.domain.status import overlap
from verkstad.domain.workbook import WorkbookRow, fields_of
from verkstad.domain.written import key_of
from verkstad.services.imports.staging import Staged, Tally, place
from verkstad.storage.store import Store

_STARTED = "enrolments.started_on"


class DoubleEnrolments:
    def __init__(self, store: Store, enrolments: Staged[Enrolment], tally: Tally) -> None:
        self._store, self._enrolments, self._tally = store, enrolments, tally
        self._rows: dict[int, WorkbookRow] = {}  # the row that each enrolment was last read from
        self._starts: set[tuple[str, Any]] = set()  # the enrolments named in the file, by Nr and start
        self._of_person: dict[tuple[int | None, int | None], list[int]] = {}
        for enrolment in enrolments.all():
            self._list(enrolment)

    def note_starts(self, rows: Iterable[WorkbookRow]) -> None:
        """Note which enrolments the file names. Call this before any row is read."""
        self._starts = {(key_of(row.values.get("nr", "")), row.values.get(_STARTED)) for row in rows}

    def note(self, enrolment: Enrolment, row: WorkbookRow) -> None:
        """Remember the row that an enrolment was read from."""
        self._list(enrolment)
        self._rows[enrolment.id] = row

    def begun_otherwise(self, row: WorkbookRow, person: Participant, workshop: Workshop) -> Enrolment | None:
        """Return the only stored enrolment that overlaps the row's: the same one with another start.

        A stored enrolment that the file names by its own start is another one.
        """
        new = Enrolment(participant_id=person.id, workshop_id=workshop.id, **fields_of(row, Enrolment))
        found = [one for one in self._of(new) if overlap(one, new)]
        if len(found) != 1 or self._enrolments.is_new(found[0]) or found[0].id in self._rows:
            return None
        [same] = found
        if (key_of(row.values.get("nr", "")), same.started_on) in self._starts:
            return None
        for kind in (Placement, Validation):
            self._refuse_earlier(row, kind, same, new)
        self._tally.warn(row, _STARTED, f"Inskriven ändras från {same.started_on} till {new.started_on}.")
        return same

    def refuse(self) -> list[WorkbookRow]:
        """Note a fault for each enrolment of the file that overlaps another. Call this after the last row.

        Overlaps that are stored already are allowed. Returns the faulty rows.
        """
        refused = []
        for record_id, row in self._rows.items():
            one = self._enrolments.get(record_id)
            for other in self._of(one):
                other_row = self._rows.get(other.id)
                is_told = other_row is not None and other.id > record_id  # reported at the later of the two
                if other.id == record_id or is_told or not overlap(one, other) or self._was_so(one, other):
                    continue
                where = place(other_row, row) if other_row else "redan i Verkstad"
                until = f"till {other.ended_on}" if other.ended_on else "utan slut"
                self._tally.fault(
                    row,
                    _STARTED,
                    f"Personen är redan inskriven i verkstaden då: från {other.started_on} {until} ({where}).",
                )
                refused.append(row)
        return refused

    def _of(self, enrolment: Enrolment) -> list[Enrolment]:
        """Return all enrolments of the same person and workshop."""
        ids = self._of_person.get((enrolment.participant_id, enrolment.workshop_id), ())
        return [self._enrolments.get(one) for one in ids]

    def _was_so(self, one: Enrolment, other: Enrolment) -> bool:
        stored, also_stored = self._enrolments.original(one.id), self._enrolments.original(other.id)
        return stored is not None and also_stored is not None and overlap(stored, also_stored)

    def _refuse_earlier(
        self, row: WorkbookRow, kind: type[Placement] | type[Validation], same: Enrolment, new: Enrolment
    ) -> None:
        for one in self._store.records(kind).where(enrolment_id=same.id):
            if one.started_on and new.started_on and one.started_on < new.started_on:
                told = f"{kind.label} började {one.started_on}, före den här inskrivningen."
                self._tally.fault(row, _STARTED, told)

    def _list(self, enrolment: Enrolment) -> None:
        own = self._of_person.setdefault((enrolment.participant_id, enrolment.workshop_id), [])
        if enrolment.id not in own:
            own.append(enrolment.id)
