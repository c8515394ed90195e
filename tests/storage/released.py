"""Make the file of a released schema: `python -m tests.storage.released file`.

Run it before the next migration is written. The file is a small, real database of today's schema with records, a
change of each kind, an undone change, and a draft. The tests of migrations start from these files, so an existing
file is never made again.
"""

import json
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from verkstad.domain.records import RECORD_TYPES, ContactPerson, Employer, Participant, StaffMember
from verkstad.storage import migrations
from verkstad.storage.columns import columns_of
from verkstad.storage.files import FILE_NAME
from verkstad.storage.key_bytes import Key
from verkstad.storage.store import Store

FILES = Path(__file__).parent / "files"
KEY = Key(range(32))
_NOW = datetime(2026, 11, 2, 10, 0)  # noqa: DTZ001 - local time


def fill(store: Store) -> None:
    """Fill a store with the content of each file. Only the first file lacks the employers."""
    store.actor_id = 1
    with store.change("staff.added", "Ny i personalen: Ture") as change:
        change.insert(StaffMember(name="Ture"))
    with store.change("participant.added", "Ny deltagare: Örjan Åkerö") as change:
        person = change.insert(
            Participant(
                case_number="2026-0001",
                first_name="Örjan",
                last_name="Åkerö",
                birth_year=1984,
                gender="male",
                phone="0630-000 00",
            )
        )
    add_employers(store)
    with store.change("participant.changed", "Telefon ändrad") as change:
        change.update(person, replace(person, phone="0630-000 01"))
    store.undo()
    store.drafts.put("participants/1", {"phone": "0630-000 00"})


def add_employers(store: Store) -> None:
    """Add employers that are inserted, changed and deleted."""
    with store.change("employer.added", "Ny arbetsgivare: Coop") as change:
        employer = change.insert(
            Employer(name="Coop", place="Norrlycke", origin="Frukostmöte", address="Storgatan 1")
        )
        change.insert(ContactPerson(employer_id=employer.id, name="Siv"))
    with store.change("employer.added", "Ny arbetsgivare: Ica") as change:
        other = change.insert(Employer(name="Ica", address="Torget 2"))
    with store.change("employer.removed", "Borttagen: Ica") as change:
        change.delete(other)
    with store.change("employer.changed", "Adress ändrad") as change:
        change.update(employer, replace(employer, address="Lillgatan 3", origin="Mässa", size=7))


def declared() -> dict[str, dict[str, object]]:
    """Return the declarations that affect stored data: defaults, and the fields of the search column."""
    return {
        kind.table: {"defaults": columns_of(kind).defaults, "searched": list(kind.searched)}
        for kind in RECORD_TYPES
    }


def pinned(schema: int) -> Path:
    return FILES / f"declared-{schema}.json"


def main() -> None:
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what == "declared":
        lines = (f" {json.dumps(table)}: {json.dumps(facts)}" for table, facts in declared().items())
        pinned(migrations.SCHEMA_VERSION).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        return
    target = FILES / f"schema-{migrations.SCHEMA_VERSION}.db"
    if what != "file" or target.exists():
        raise SystemExit(f"file or declared; {target.name} must not be there already")
    with TemporaryDirectory() as folder:
        store = Store.create(Path(folder), KEY, lambda: _NOW)
        fill(store)
        store.close()
        target.write_bytes((Path(folder) / FILE_NAME).read_bytes())


if __name__ == "__main__":
    main()
