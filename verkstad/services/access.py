"""The access log: who has opened, printed or exported what, in the same chain as the changes (lag 2001:454 §10)."""

from collections.abc import Iterable
from typing import Literal

from verkstad.domain.changes import RecordKey
from verkstad.domain.records import Participant
from verkstad.domain.written import tidy
from verkstad.services.base import Service
from verkstad.services.titles import Subjects

Access = Literal["read", "print", "export"]
ACCESS = "access."
"""The kind of every access log line begins with this."""
PROTECTED = ".protected"
"""The kind of an access log line about a protected person ends with this."""
PROTECTED_WORDS = "skyddade uppgifter"


class AccessLog(Service):
    def note(
        self, access: Access, what: str, table: str, record_ids: Iterable[int], reason: str = ""
    ) -> None:
        """Write one line: what was done with which records and, if asked for, why. Protected people mark its kind.

        Call this before data leaves the program: if the line cannot be stored, nothing may be let out.
        """
        ids = list(record_ids)
        reason = tidy(reason)
        name = f"{what} ({reason})" if reason else what
        mark = PROTECTED if self._has_protected(table, ids) else ""
        with self.store.change(f"{ACCESS}{access}{mark}", name, is_undoable=False) as change:
            for record_id in ids:
                change.note_access(table, record_id, access)

    def _has_protected(self, table: str, record_ids: list[int]) -> bool:
        if table == Participant.table:
            return any(one.is_protected for one in self.store.records(Participant).among("id", record_ids))
        subjects = Subjects(self.store, self.words)
        people = (subjects.person_of(RecordKey(table, record_id)) for record_id in record_ids)
        return any(person is not None and person.is_protected for person in people)
