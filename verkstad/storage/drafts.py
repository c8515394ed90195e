"""What is being typed and is not yet a change, kept encrypted with everything else."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from verkstad.domain.draft_keys import Draft
from verkstad.storage.faults import translated
from verkstad.storage.sequences import number_of, set_number
from verkstad.storage.transactions import Transactions

_SEALS = "draft_seals"


@dataclass(frozen=True, slots=True)
class Drafts:
    """Values of forms by key, such as "participants/17"."""

    database: Database
    transactions: Transactions
    clock: Callable[[], datetime]
    listeners: list[Callable[[], None]] = field(default_factory=list)
    """Told when there is another draft, one less, or more in one."""
    _ending: list[str] = field(default_factory=list)

    def get(self, key: str) -> dict[str, Any] | None:
        with translated():
            row = self.database.execute("SELECT content FROM drafts WHERE key = ?", [key]).fetchone()
        return dict(json.loads(row[0])) if row else None

    def put(self, key: str, values: dict[str, Any]) -> None:
        """Keep the values (plain text, numbers, lists) of a form that is being filled in."""
        row = {
            "key": key,
            "saved_at": self.clock().isoformat(timespec="seconds"),
            "content": json.dumps(values, ensure_ascii=False),
        }
        self._write(lambda: self.database.table("drafts").upsert(row, pk="key"))

    def clear(self, key: str) -> None:
        self._write(lambda: self.database.table("drafts").delete_where("key = ?", [key]))

    @contextmanager
    def ending(self, key: str) -> Iterator[None]:
        """The first change within the block is what the draft was about, and ends it in its own transaction.

        So there is never both a record and the draft it was made of. Where nothing had to be stored the draft goes
        by itself; where the block raises, it stays.
        """
        self._ending[:] = [key]
        try:
            yield
            if self._ending:
                self.clear(key)
        finally:
            self._ending.clear()

    def end_with_change(self) -> bool:
        """Within a change's transaction: takes away the draft that the change ends; whether there was one."""
        return any(self._remove(key) for key in self._ending)  # at most one

    def note_end(self, *, was_there: bool) -> None:
        """The change is stored, and with it the end of its draft."""
        self._ending.clear()
        if was_there:
            self._tell()

    def keys(self) -> list[str]:
        with translated():
            return [key for key, _at, _content in self._stored()]

    def all(self) -> list[Draft]:
        with translated():
            found = self._stored()
        return [Draft(key, datetime.fromisoformat(at), json.loads(content)) for key, at, content in found]

    def are_whole(self) -> bool:
        """Whether all drafts are those that were written last. They are not in the change log, which would tell."""
        found = self.database.execute(f"SELECT digest FROM {_SEALS}").fetchone()
        return found is not None and found[0] == self._digest(number_of(self.database, _SEALS))

    def seal(self) -> None:
        """Note which drafts there are, within the transaction that has written them.

        The number of the seal lies among the tables' sequences, far from the drafts: all of it would have to
        fall back to an older state at once to go unseen.
        """
        number = number_of(self.database, _SEALS) + 1
        set_number(self.database, _SEALS, number)
        self.database.table(_SEALS).update(1, {"digest": self._digest(number)})

    def _write(self, work: Callable[[], object]) -> None:
        def write_and_seal() -> None:
            work()
            self.seal()

        self.transactions.run(write_and_seal)
        self._tell()

    def _remove(self, key: str) -> bool:
        if not self.database.execute("DELETE FROM drafts WHERE key = ?", [key]).rowcount:
            return False
        self.seal()
        return True

    def _stored(self) -> list[tuple[str, str, str]]:
        """Key, moment and content of each, in the order that the seal is made of."""
        sql = "SELECT key, saved_at, content FROM drafts ORDER BY key"
        return self.database.execute(sql).fetchall()

    def _tell(self) -> None:
        for tell in self.listeners:
            tell()

    def _digest(self, number: int) -> str:
        summary = hashlib.sha256(f"{number}\n".encode())
        for row in self._stored():
            summary.update("\x00".join(row).encode() + b"\n")
        return summary.hexdigest()
