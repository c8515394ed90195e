"""Plain registers: staff, workshops, targets, words, modules, wheels and settings."""

from typing import TypeVar

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Record
from verkstad.domain.records import Setting, Workshop
from verkstad.services.base import Service
from verkstad.services.checking import problems_of, raise_problems, require_order

R = TypeVar("R", bound=Record)


class Registers(Service):
    """Records with no rules beyond their facts."""

    def all(self, record_type: type[R]) -> list[R]:
        """All records in Swedish order of their names, where they have names."""
        found = self.store.records(record_type).all()
        return sorted(
            found, key=lambda one: (getattr(one, "position", 0) or 0, swedish.sort_key(_title(one)))
        )

    def add(self, record: R) -> R:
        self._check(record)
        return self.store_new(record, f"{record.table}.added", f"Ny {record.label.lower()}: {_title(record)}")

    def save(self, record: R) -> R:
        self._check(record)
        name = f"{record.label} ändrad: {_title(record)}"
        return self.store_changed(record, f"{record.table}.changed", name)

    def delete(self, record: Record) -> None:
        """Take away a record that nothing else points to; raises VerkstadError otherwise."""
        try:
            name = f"{record.label} borttagen: {_title(record)}"
            with self.store.change(f"{record.table}.deleted", name) as change:
                change.delete(record)
        except VerkstadError as error:
            raise VerkstadError(
                f"{_title(record)} används och kan inte tas bort. Ingenting har ändrats. "
                "Ta bort markeringen ”Används” i stället."
            ) from error

    def setting(self, key: str, default: str = "") -> str:
        found = self.store.records(Setting).one(key=key)
        return found.value if found else default

    def set_setting(self, key: str, value: str) -> None:
        found = self.store.records(Setting).one(key=key)
        name = "Inställning ändrad"
        if found is None:
            self.store_new(Setting(key=key, value=value), "setting.changed", name)
        else:
            changed = Setting(id=found.id, key=key, value=value)
            self.store_changed(changed, "setting.changed", name)

    def _check(self, record: Record) -> None:
        problems = problems_of(record, self.words.known())
        if isinstance(record, Workshop):
            require_order(problems, record, "period_starts_on", "period_ends_on")
        raise_problems(problems)


def _title(record: Record) -> str:
    for name in ("name", "title", "kind", "key"):
        value = getattr(record, name, "")
        if value:
            return str(getattr(value, "label", value))
    return record.label
