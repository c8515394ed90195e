"""The sheet Uppföljningar: follow-ups some months after exit."""

from collections.abc import Iterable, Sequence
from typing import Any

from verkstad.domain.records import ExitFollowUp
from verkstad.domain.workbook import FOLLOW_UPS, WorkbookRow, fields_of
from verkstad.services.imports.references import References
from verkstad.services.imports.sheets import SheetImport
from verkstad.services.imports.staging import Staged
from verkstad.storage.change import Change
from verkstad.storage.store import Store


class FollowUpsImport(SheetImport[ExitFollowUp]):
    """Matched by enrolment and months. Follow-ups planned by the same file are filled in, not added twice."""

    sheet = FOLLOW_UPS
    record_type = ExitFollowUp
    identity = ("enrolment_id", "months_after")

    def __init__(self, store: Store, change: Change, references: References) -> None:
        super().__init__(store, change, references)
        self.staged = references.follow_ups

    def read(self, rows: Iterable[WorkbookRow]) -> None:
        for row in rows:
            faults_before = len(self.tally.faults)
            values = self.values(row)
            if values.get("enrolment_id") is None or "months_after" not in values:
                continue
            key = values["enrolment_id"], values["months_after"]
            order = self._doubles.order(key, row)
            if row.unread or len(self.tally.faults) > faults_before:
                continue
            if order:
                self._repeated(row, self._doubles.first(key))
            else:
                self._fill(values)

    def staged_in_order(self) -> Sequence[Staged[Any]]:
        """Return nothing: PathImport owns the follow-ups and writes them."""
        return ()

    def values(self, row: WorkbookRow) -> dict[str, Any]:
        values = fields_of(row, ExitFollowUp)
        participant_id = self.references.participant(self.tally, row)
        if participant_id is None or "done_on" not in values:
            return values
        return {**values, "enrolment_id": self._enrolment(row, values, participant_id)}

    def _enrolment(self, row: WorkbookRow, values: dict[str, Any], participant_id: int) -> int | None:
        """Return the enrolment of a stored follow-up not yet used by the file, else the last one that had ended."""
        for enrolment in self.references.enrolments_of(participant_id):
            key = enrolment.id, values.get("months_after")
            known = self.staged.find(key)
            if known is not None and known.done_on == values["done_on"] and not self._doubles.has(key):
                return enrolment.id
        return self.references.ended_before(
            self.tally, row, participant_id, values["done_on"], "exit_follow_ups.done_on"
        )

    def _fill(self, values: dict[str, Any]) -> None:
        known = self.staged.find((values["enrolment_id"], values["months_after"]))
        if known is None:
            self.staged.add(ExitFollowUp(**values))
            self.tally.count(is_new=True, is_changed=False)
        else:
            is_new = known.done_on is None
            _, is_changed = self.staged.set(known, values)
            self.tally.count(is_new=is_new, is_changed=is_changed)
