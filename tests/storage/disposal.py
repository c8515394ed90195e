"""Erase what the log has about some changes and log that, as disposal will do."""

from verkstad.storage.change_log import DISPOSED
from verkstad.storage.log_row import LoggedRow
from verkstad.storage.store import Store


def erase(store: Store, change_id: int) -> None:
    """Erase the values and the name. The lines and their digests stay."""
    store.database.execute("UPDATE change_names SET salt = '', name = '' WHERE change_id = ?", [change_id])
    rows = store.database.execute("SELECT id FROM change_rows WHERE change_id = ?", [change_id]).fetchall()
    for row in rows:
        store.database.execute(
            "UPDATE change_values SET salt = '', before = '', after = '' WHERE change_row_id = ?", row
        )


def say_so(store: Store, change_id: int) -> None:
    """Write the line of the disposal, which lists each erased row."""
    rows = store.database.execute("SELECT id FROM change_rows WHERE change_id = ?", [change_id]).fetchall()
    with store.change(DISPOSED, "Gallring", is_undoable=False) as change:
        change.rows.append(LoggedRow("change_names", change_id, "erase", {}, {}))
        change.rows += [LoggedRow("change_values", row_id, "erase", {}, {}) for (row_id,) in rows]
