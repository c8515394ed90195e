"""What links in records point to, in words: one query for all that a page shows or offers."""

from collections.abc import Iterable

from verkstad.domain import swedish
from verkstad.domain.fields import Record
from verkstad.domain.records import BY_TABLE, Participant
from verkstad.domain.records.participant import list_order
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

    def choices(self, table: str) -> list[tuple[int, str]]:
        """What a link to the table may point to, by id, in Swedish order; what is no longer used is left out."""
        found: list[Record] = self.store.records(BY_TABLE[table]).all()
        usable = [one for one in found if getattr(one, "is_active", True)]
        return [(one.id, self._label(one)) for one in sorted(usable, key=self._order)]

    def _order(self, record: Record) -> tuple[int, str]:
        if isinstance(record, Participant):
            is_protected = record.is_protected
            names = record.last_name, record.first_name, record.case_number
            return 0, list_order(*names, is_protected=is_protected)
        return getattr(record, "position", 0) or 0, swedish.sort_key(self._label(record))

    def _label(self, record: Record) -> str:
        title = title_of(self.store, record)
        if isinstance(record, Participant) and title != record.case_number:
            return f"{title}, {record.case_number}"  # two people may have the same name
        return title
