"""The access log: who has opened, printed or exported what (domain.md §6), in the same chain as the changes."""

from collections.abc import Iterable
from typing import Literal

from verkstad.services.base import Service

Access = Literal["read", "print", "export"]


class AccessLog(Service):
    def note(
        self, access: Access, what: str, table: str, record_ids: Iterable[int], reason: str = ""
    ) -> None:
        """One line: what was done with whose records, and why when that was asked."""
        name = f"{what} ({reason})" if reason else what
        with self.store.change(f"access.{access}", name, is_undoable=False) as change:
            for record_id in record_ids:
                change.note_access(table, record_id, access)
