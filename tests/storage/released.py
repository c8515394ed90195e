"""Makes the file of a released schema: `python -m tests.storage.released`, in the commit before its next migration.

A small, real database of today's schema with records, a change of each kind, something undone, and a draft. The tests
of migrations begin with these files, so a file that is there is never made again.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from verkstad.domain.records import ContactPerson, Employer, Participant, StaffMember
from verkstad.storage import migrations
from verkstad.storage.database import FILE_NAME
from verkstad.storage.store import Store

FILES = Path(__file__).parent / "files"
KEY = bytes(range(32))
_NOW = datetime(2026, 11, 2, 10, 0)  # noqa: DTZ001 - local time


def fill(store: Store) -> None:
    """What each of the files holds, but for the first, which has no employer."""
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
    with store.change("employer.added", "Ny arbetsgivare: Coop") as change:
        employer = change.insert(Employer(name="Coop", place="Norrlycke", origin="Frukostmöte"))
        change.insert(ContactPerson(employer_id=employer.id, name="Siv"))
    with store.change("employer.added", "Ny arbetsgivare: Ica") as change:
        other = change.insert(Employer(name="Ica"))
    with store.change("employer.removed", "Borttagen: Ica") as change:
        change.delete(other)
    with store.change("participant.changed", "Telefon ändrad") as change:
        change.update(person, replace(person, phone="0630-000 01"))
    store.undo()
    store.drafts.put("participants/1", {"phone": "0630-000 00"})


def main() -> None:
    target = FILES / f"schema-{migrations.SCHEMA_VERSION}.db"
    if target.exists():
        raise SystemExit(f"{target.name} is there already")
    with TemporaryDirectory() as folder:
        store = Store.create(Path(folder), KEY, lambda: _NOW)
        fill(store)
        store.close()
        target.write_bytes((Path(folder) / FILE_NAME).read_bytes())
    print(target.name)


if __name__ == "__main__":
    main()
