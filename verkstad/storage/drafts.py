"""What is being typed and is not yet a change, kept encrypted with everything else."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from verkstad.storage.faults import translated
from verkstad.storage.transactions import Transactions


@dataclass(frozen=True, slots=True)
class Drafts:
    """Values of forms by key, such as "participants/17"."""

    database: Database
    transactions: Transactions
    clock: Callable[[], datetime]

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
        self.transactions.run(lambda: self.database.table("drafts").upsert(row, pk="key"))

    def clear(self, key: str) -> None:
        self.transactions.run(lambda: self.database.table("drafts").delete_where("key = ?", [key]))

    def keys(self) -> list[str]:
        with translated():
            return [row[0] for row in self.database.execute("SELECT key FROM drafts ORDER BY key").fetchall()]
