"""The people and employers that the search field can find. Their list rows are not built, which makes this fast."""

from typing import NamedTuple

from verkstad.domain import swedish
from verkstad.domain.records.participant import list_order, shown_name
from verkstad.services.base import Service
from verkstad.storage.listings import FoundEmployer, FoundParticipant, all_to_find


class Findable(NamedTuple):
    """A search result. `search` is folded, and may contain names that `name` may not show."""

    table: str
    id: int
    name: str
    what: str
    search: str


class Finding(Service):
    def all(self) -> list[Findable]:
        """Return people and then employers, each in the order of their own list."""
        people, employers = all_to_find(self.store.database)
        people.sort(key=list_order)
        employers.sort(key=lambda one: swedish.sort_key(one.name))
        return [*map(_person, people), *map(_employer, employers)]


def _person(found: FoundParticipant) -> Findable:
    return Findable(
        "participants", found.id, shown_name(found), f"Deltagare {found.case_number}", found.search
    )


def _employer(found: FoundEmployer) -> Findable:
    return Findable("employers", found.id, found.name, f"Arbetsgivare {found.place}".strip(), found.search)
