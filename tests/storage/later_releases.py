"""Future releases that replace today's program in a child process.

Each is made as the README says: a migration, and if it renames or moves something, a translation of older log rows.
`become` patches the program; call it only in a child process.
"""

import dataclasses
import json
import sys
from collections.abc import Iterator
from typing import Any, ClassVar

from sqlite_utils import Database

from verkstad.domain import records
from verkstad.domain.fields import DataClass, Record, line, link
from verkstad.domain.records import BY_TABLE, Employer
from verkstad.domain.records.employer import EmployerStatus
from verkstad.storage import migrations
from verkstad.storage.log_row import LoggedRow

FIRST = migrations.SCHEMA_VERSION + 1
NEW_REGISTER, RENAMED_COLUMN, MOVED_FIELD = LATER = (FIRST, FIRST + 1, FIRST + 2)
"""The three releases: a new register and a changed default, a renamed column, and a field moved to another record."""


@dataclasses.dataclass(frozen=True, slots=True)
class Vehicle(Record):
    table: ClassVar[str] = "vehicles"
    label: ClassVar[str] = "Fordon"
    searched: ClassVar[tuple[str, ...]] = ("name",)

    name: str = line("Namn", DataClass.OPEN, required=True)


@dataclasses.dataclass(frozen=True, slots=True)
class Workplace(Record):
    table: ClassVar[str] = "workplaces"
    label: ClassVar[str] = "Arbetsplats"

    employer_id: int | None = link("Arbetsgivare", "employers", required=True)
    address: str = line("Adress", DataClass.OPEN)


def new_register(db: Database) -> None:
    db.execute(
        "CREATE TABLE vehicles (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL DEFAULT '' "
        "CHECK (name <> ''), search TEXT NOT NULL DEFAULT '') STRICT"
    )


def renamed_column(db: Database) -> None:
    db.table("employers").transform(rename={"origin": "found_through"})
    for key, content in db.execute("SELECT key, content FROM drafts WHERE key LIKE 'employers/%'").fetchall():
        typed = json.dumps(_renamed(json.loads(content)), ensure_ascii=False)
        db.execute("UPDATE drafts SET content = ? WHERE key = ?", [typed, key])


def in_renamed_column(row: LoggedRow) -> Iterator[LoggedRow]:
    if row.table != "employers":
        yield row
        return
    yield row._replace(before=_renamed(row.before), after=_renamed(row.after))


def _renamed(values: dict[str, Any]) -> dict[str, Any]:
    return {"found_through" if name == "origin" else name: value for name, value in values.items()}


def moved_field(db: Database) -> None:
    """A workplace gets the id of the employer it is made from, so that a log row identifies both."""
    db.execute(
        "CREATE TABLE workplaces (id INTEGER PRIMARY KEY AUTOINCREMENT, "
        "employer_id INTEGER NOT NULL REFERENCES employers (id), address TEXT NOT NULL DEFAULT '') STRICT"
    )
    db.execute("INSERT INTO workplaces (id, employer_id, address) SELECT id, id, address FROM employers")
    db.execute("DELETE FROM sqlite_sequence WHERE name = 'workplaces'")
    db.execute(
        "INSERT INTO sqlite_sequence (name, seq) "
        "SELECT 'workplaces', seq FROM sqlite_sequence WHERE name = 'employers'"
    )
    db.table("employers").transform(drop=["address"])


def in_moved_field(row: LoggedRow) -> Iterator[LoggedRow]:
    if row.table != "employers":
        yield row
        return
    sides = {"before": dict(row.before), "after": dict(row.after)}
    addresses = {name: values.pop("address") for name, values in sides.items() if "address" in values}
    rows = [row._replace(**sides)] if any(sides.values()) else []
    if addresses:
        whole = {} if row.action == "update" else {"id": row.record_id, "employer_id": row.record_id}
        moved = {name: {**whole, "address": address} for name, address in addresses.items()}
        rows.append(
            LoggedRow(
                "workplaces", row.record_id, row.action, moved.get("before", {}), moved.get("after", {})
            )
        )
    # The workplace refers to the employer, so it is inserted after the employer and deleted before it.
    yield from reversed(rows) if row.action == "delete" else rows


_STEPS = {
    NEW_REGISTER: new_register,
    RENAMED_COLUMN: renamed_column,
    MOVED_FIELD: moved_field,
}
_TRANSLATIONS = {RENAMED_COLUMN: in_renamed_column, MOVED_FIELD: in_moved_field}


def become(release: int) -> None:
    """Turn this process into the program of a later release."""
    for schema, step in _STEPS.items():
        step.__module__ = f"m{schema:04}_{step.__name__}"
        if migrations.SCHEMA_VERSION < schema <= release:
            migrations.STEPS = (*migrations.STEPS, step)
            migrations.SCHEMA_VERSION = schema
    migrations.TRANSLATIONS = {at: step for at, step in _TRANSLATIONS.items() if at <= release}
    employer = _employer_of(release)
    new = [Vehicle, *([Workplace] if release >= MOVED_FIELD else [])]
    types = tuple(employer if kind.table == "employers" else kind for kind in records.RECORD_TYPES)
    types = (*(kind for kind in types if kind.table not in ("vehicles", "workplaces")), *new)
    _put_in_place({records.RECORD_TYPES: types, BY_TABLE["employers"]: employer})
    BY_TABLE.update({kind.table: kind for kind in types})


def _employer_of(release: int) -> type[Record]:
    """Return the employer's record type as the release declares it."""
    fields = []
    for field in dataclasses.fields(Employer):
        name, default = field.name, field.default
        if name == "id" or (name == "address" and release >= MOVED_FIELD):
            continue
        if name == "status":
            default = EmployerStatus.ACTIVE
        if name == "origin" and release >= RENAMED_COLUMN:
            name = "found_through"
        fields.append((name, field.type, dataclasses.field(default=default, metadata=field.metadata)))
    constants = {name: getattr(Employer, name) for name in ("table", "label", "searched")}
    return dataclasses.make_dataclass(
        "Employer", fields, bases=(Record,), namespace=constants, frozen=True, slots=True
    )


def _put_in_place(replaced: dict[Any, Any]) -> None:
    """Replace these objects under every name in the modules of the program."""
    for module in list(sys.modules.values()):
        if module.__name__.startswith("verkstad."):
            for name, value in list(vars(module).items()):
                for old, new in replaced.items():
                    if value is old:
                        setattr(module, name, new)
