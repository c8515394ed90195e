"""One form over several records: makes a record type from fields of other record types, with their facts."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from verkstad.domain.fields import Record

R = TypeVar("R", bound=Record)


def combined(
    name: str, table: str, *parts: tuple[type[Record], Sequence[str] | Mapping[str, str]]
) -> type[Record]:
    """Return a record type with these fields of other types. A mapping gives fields new names: new name to old name.

    Its table serves only as the key of the draft.
    """
    fields: list[Any] = []
    for record_type, names in parts:
        by_name = {one.name: one for one in dataclasses.fields(record_type)}
        for own_name in names:
            field = by_name[names[own_name] if isinstance(names, Mapping) else own_name]
            own = dataclasses.field(default=field.default, metadata=field.metadata)
            fields.append((own_name, field.type, own))
    made: type[Record] = dataclasses.make_dataclass(
        name, fields, bases=(Record,), frozen=True, kw_only=True, namespace={"table": table}
    )
    return made


def taken(record_type: type[R], combined_record: Record, names: Iterable[str], **more: Any) -> R:
    """Return a record of `record_type` with the named values of the combined record."""
    return record_type(**{name: getattr(combined_record, name) for name in names}, **more)
