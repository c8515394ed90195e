"""Drafts: values that have been typed but not saved as a change, stored encrypted in the same database."""

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
    """The drafts by key, such as "participants/17"."""

    database: Database
    transactions: Transactions
    clock: Callable[[], datetime]
    listeners: list[Callable[[], None]] = field(default_factory=list)
    """Called when a draft is added, changed or removed."""
    _ending: list[str] = field(default_factory=list)

    def get(self, key: str) -> dict[str, Any] | None:
        with translated():
            row = self.database.execute("SELECT content FROM drafts WHERE key = ?", [key]).fetchone()
        return dict(json.loads(row[0])) if row else None

    def put(self, key: str, values: dict[str, Any]) -> None:
        """Save the values (plain text, numbers, lists) of a form that is being filled in."""
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
        """Let the first change within the block end the draft, in the same transaction.

        A record and the draft it was made of thus never exist together. If the block stores no change, the draft is
        removed anyway; if the block raises, the draft is kept.
        """
        self._ending[:] = [key]
        try:
            yield
            if self._ending:
                self.clear(key)
        finally:
            self._ending.clear()

    def end_with_change(self) -> bool:
        """Remove the draft that the change ends, within its transaction; return whether there was one."""
        return any(self._remove(key) for key in self._ending)  # at most one

    def note_end(self, *, was_there: bool) -> None:
        """Report that the change, and with it the end of the draft, has been stored."""
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
        """Whether the stored drafts are the ones written last. The change log cannot tell, since it has no drafts."""
        found = self.database.execute(f"SELECT digest FROM {_SEALS}").fetchone()
        return found is not None and found[0] == self._digest(number_of(self.database, _SEALS))

    def seal(self) -> None:
        """Store a digest of all drafts, within the transaction that has written them.

        The digest includes a number that is stored among the sequences, on another page than the drafts. An outdated
        page is thus found unless all these pages are equally outdated.
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
        """Return key, time and content of each draft, in the order that the digest uses."""
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
