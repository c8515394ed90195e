"""Validations: starting, following and certifying."""

from dataclasses import dataclass
from datetime import date

from verkstad.domain import swedish
from verkstad.domain.fields import facts_of
from verkstad.domain.records import Module, Participant, Validation
from verkstad.domain.showing import Surface, may_show
from verkstad.services.base import Service
from verkstad.services.checking import problems_of, raise_problems

_CERTIFIED = "certified"


@dataclass(frozen=True, slots=True)
class ValidationRow:
    """A validation in the list. `search` is folded."""

    id: int
    participant_id: int
    participant: str
    module: str
    status: str
    status_label: str
    started_on: date
    certificate_on: date | None
    missing: str
    """The text shown instead of a missing certificate date."""
    assessor: str
    search: str


class Validations(Service):
    def rows(self) -> list[ValidationRow]:
        """Return every validation, last started first."""
        people = {one.id: one for one in self.store.records(Participant).all()}
        modules = {one.id: one.title for one in self.store.records(Module).all()}
        labels = self.words.labels("validation_status")
        rows = [
            ValidationRow(
                id=one.id,
                participant_id=one.participant_id or 0,
                participant=people[one.participant_id or 0].shown_name,
                module=modules[one.module_id or 0],
                status=one.status,
                status_label=labels.get(one.status, one.status),
                started_on=one.started_on or date.min,
                certificate_on=one.certificate_on,
                missing="saknas" if missing_in(one) else "",
                assessor=one.assessor if _may_tell_who(people[one.participant_id or 0]) else "",
                search=swedish.fold(
                    f"{people[one.participant_id or 0].shown_name} {modules[one.module_id or 0]}"
                ),
            )
            for one in self.store.records(Validation).all()
        ]
        return sorted(rows, key=lambda row: (row.started_on, row.id), reverse=True)

    def add(self, validation: Validation) -> Validation:
        self._check(validation)
        return self.store_new(validation, "validation.added", "Ny validering:")

    def save(self, validation: Validation) -> Validation:
        self._check(validation)
        return self.store_changed(validation, "validation.changed", "Validering ändrad:")

    def _check(self, validation: Validation) -> None:
        raise_problems(problems_of(validation, self.words.known()))


def missing_in(validation: Validation) -> tuple[str, ...]:
    """Return the labels of missing fields. An imported list may have a certificate without its date."""
    is_undated = validation.status == _CERTIFIED and validation.certificate_on is None
    return (facts_of(Validation)["certificate_on"].label,) if is_undated else ()


def _may_tell_who(person: Participant) -> bool:
    """Return whether a list may show the assessor, who would reveal where a protected person is."""
    return may_show(Validation, "assessor", Surface.LIST, is_protected=person.is_protected)
