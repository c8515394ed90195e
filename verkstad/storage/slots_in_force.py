"""Which key slots are in force, noted in the database too: so an old copy's slot is told from a withdrawn one."""

import json
from collections.abc import Iterable

from verkstad.storage.faults import translated
from verkstad.storage.keys import KeyRing
from verkstad.storage.sequences import set_number
from verkstad.storage.store import Store

_PREFIX = "key_slot "


def read(store: Store) -> set[str]:
    """The ids of the slots; none in a database that was written by a program without the note."""
    with translated():
        found = store.database.execute(
            "SELECT name FROM sqlite_sequence WHERE name LIKE ?", [f"{_PREFIX}%"]
        ).fetchall()
    return noted_among(name for (name,) in found)


def logged(store: Store) -> set[str]:
    """The same as the log's latest line on the keys has it; none where no line has."""
    with translated():
        found = store.database.execute(
            "SELECT after FROM change_rows JOIN change_values ON change_row_id = change_rows.id "
            "WHERE action IN ('keys', 'restore') AND json_valid(after) AND after LIKE '%\"slots\":[%' "
            "ORDER BY change_rows.id DESC LIMIT 1"
        ).fetchone()
    return set(json.loads(found[0])["slots"]) if found else set()


def noted_among(sequences: Iterable[str]) -> set[str]:
    """What a database notes among the names of its sequences."""
    return {name.removeprefix(_PREFIX) for name in sequences if name.startswith(_PREFIX)}


def write(store: Store, slot_ids: Iterable[str]) -> None:
    """Within a transaction. Beside the tables' sequences: it is technical, and no record of the workshop."""
    database = store.database
    database.execute("DELETE FROM sqlite_sequence WHERE name LIKE ?", [f"{_PREFIX}%"])
    for slot_id in slot_ids:
        set_number(database, _PREFIX + slot_id, 1)


def note(store: Store, ring: KeyRing) -> None:
    """In a transaction of its own, unless it is noted already. Raises VerkstadError."""
    if read(store) != ring.ids:
        store.transactions.run(lambda: write(store, ring.ids))
