"""What links in records point to, in words: one query for all that a page shows."""

from collections.abc import Iterable

from verkstad.domain.fields import Record
from verkstad.domain.records import BY_TABLE, Participant
from verkstad.services.base import Service
from verkstad.services.titles import title_of


class Links(Service):
    def labels(self, table: str, ids: Iterable[int | None]) -> dict[int, str]:
        """By id, also of what can no longer be chosen. What is gone is left out."""
        found: list[Record] = self.store.records(BY_TABLE[table]).among("id", {one for one in ids if one})
        return {one.id: self._label(one) for one in found}

    def label(self, table: str, record_id: int | None) -> str:
        """Of a single link; empty without one."""
        return self.labels(table, [record_id]).get(record_id or 0, "")

    def _label(self, record: Record) -> str:
        title = title_of(self.store, record)
        if isinstance(record, Participant) and title != record.case_number:
            return f"{title}, {record.case_number}"  # two people may have the same name
        return title
