"""The labels of links in records, from one query for everything that a page shows or offers."""

from collections.abc import Iterable, Sequence

from verkstad.domain import swedish
from verkstad.domain.belonging import link_to_person
from verkstad.domain.fields import Record, facts_of
from verkstad.domain.records import BY_TABLE, Participant
from verkstad.domain.records.participant import list_order
from verkstad.services.base import Service
from verkstad.services.titles import title_of


class Links(Service):
    def labels(self, table: str, ids: Iterable[int | None]) -> dict[int, str]:
        """Return labels by id, also for records that can no longer be chosen. Removed records are left out."""
        found: list[Record] = self.store.records(BY_TABLE[table]).among("id", {one for one in ids if one})
        return {one.id: self._label(one) for one in found}

    def label(self, table: str, record_id: int | None) -> str:
        """Return the label of a single link, or ""."""
        return self.labels(table, [record_id]).get(record_id or 0, "")

    def people_of(self, records: Sequence[Record]) -> dict[int, Participant]:
        """Return whom each of some records of one kind is about, by the record's id. Others are left out."""
        reached: dict[int, Record] = {one.id: one for one in records}
        while reached and not isinstance(next(iter(reached.values())), Participant):
            record_type = type(next(iter(reached.values())))
            link = link_to_person(record_type)
            if not link:
                return {}
            ids = {getattr(one, link) for one in reached.values()} - {None}
            target = BY_TABLE[facts_of(record_type)[link].target]
            found: list[Record] = self.store.records(target).among("id", ids)
            by_id = {one.id: one for one in found}
            reached = {key: by_id[to] for key, one in reached.items() if (to := getattr(one, link)) in by_id}
        return {key: one for key, one in reached.items() if isinstance(one, Participant)}

    def choices(self, table: str) -> list[tuple[int, str]]:
        """Return what a link to the table may point to, in Swedish order, without inactive records."""
        found: list[Record] = self.store.records(BY_TABLE[table]).all()
        usable = [one for one in found if getattr(one, "is_active", True)]
        return [(one.id, self._label(one)) for one in sorted(usable, key=self._order)]

    def _order(self, record: Record) -> tuple[int, str]:
        if isinstance(record, Participant):
            return 0, list_order(record)
        return getattr(record, "position", 0) or 0, swedish.sort_key(self._label(record))

    def _label(self, record: Record) -> str:
        title = title_of(self.store, record)
        if isinstance(record, Participant) and title != record.case_number:
            return f"{title}, {record.case_number}"  # two people may have the same name
        return title
