"""The key slots in force, noted in the database too, so that a slot from old key files is known to be withdrawn."""

import json
from collections.abc import Iterable

from verkstad.storage.faults import translated
from verkstad.storage.keys import KeyRing
from verkstad.storage.sequences import set_number
from verkstad.storage.store import Store

_PREFIX = "key_slot "


def read(store: Store) -> set[str]:
    """Return the ids of the slots in force; an empty set if an older program wrote the database."""
    with translated():
        found = store.database.execute(
            "SELECT name FROM sqlite_sequence WHERE name LIKE ?", [f"{_PREFIX}%"]
        ).fetchall()
    return noted_among(name for (name,) in found)


def logged(store: Store) -> set[str]:
    """Return the ids in the log's latest row about keys; an empty set if there is none."""
    with translated():
        found = store.database.execute(
            "SELECT after FROM change_rows JOIN change_values ON change_row_id = change_rows.id "
            "WHERE action IN ('keys', 'restore') AND json_valid(after) AND after LIKE '%\"slots\":[%' "
            "ORDER BY change_rows.id DESC LIMIT 1"
        ).fetchone()
    return set(json.loads(found[0])["slots"]) if found else set()


def noted_among(sequences: Iterable[str]) -> set[str]:
    """Return the slot ids among the names of sequences."""
    return {name.removeprefix(_PREFIX) for name in sequences if name.startswith(_PREFIX)}


def write(store: Store, slot_ids: Iterable[str]) -> None:
    """Store the ids within a transaction, among the sequences: they are technical data, not a workshop record."""
    database = store.database
    database.execute("DELETE FROM sqlite_sequence WHERE name LIKE ?", [f"{_PREFIX}%"])
    for slot_id in slot_ids:
        set_number(database, _PREFIX + slot_id, 1)


def note(store: Store, ring: KeyRing) -> None:
    """Store the ids of a ring in a transaction of its own, unless they are stored already. Raises VerkstadError."""
    if read(store) != ring.ids:
        store.transactions.run(lambda: write(store, ring.ids))
