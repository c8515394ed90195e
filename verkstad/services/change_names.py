"""Names of changes, made when they are shown, so that old names do not reveal people who are protected today.

The log stores what was done and the record ids. Names from before that rule contain titles of their own;
they are hidden too if a protected person is concerned.
"""

from collections.abc import Iterable
from dataclasses import replace

from verkstad.domain import swedish
from verkstad.domain.changes import (
    KIND_WORDS,
    OF_NOBODY,
    TOLD_WHEN_SHOWN,
    UNKNOWN_KIND,
    NamedChange,
    redone_words,
    undone_words,
)
from verkstad.domain.records import BY_TABLE
from verkstad.services.access import ACCESS, PROTECTED, PROTECTED_WORDS
from verkstad.services.titles import Subjects, may_be_named, tells_of_people
from verkstad.services.words import Words
from verkstad.storage.store import Store

_STEPS = {"undo": undone_words, "redo": redone_words}


class ChangeNames:
    """Make a new one for each listing: protection may change afterwards."""

    def __init__(self, store: Store, words: Words) -> None:
        self._log = store.log
        self._subjects = Subjects(store, words)

    def named(self, changes: Iterable[NamedChange]) -> list[NamedChange]:
        return [replace(change, name=self.of(change)) for change in changes]

    def of(self, change: NamedChange) -> str:
        if change.kind in _STEPS and change.target_id is not None:
            target = self._log.one(change.target_id)
            return _STEPS[change.kind](self.of(target)) if target else change.name
        if change.kind.startswith(ACCESS):
            return f"{change.name} · {PROTECTED_WORDS}" if change.kind.endswith(PROTECTED) else change.name
        if change.kind in OF_NOBODY:
            return change.name
        keys = [key for key in self._log.records_of(change.id) if tells_of_people(key)]
        if not keys:
            return change.name
        people = [self._subjects.person_of(key) for key in keys]
        if None in people or not all(may_be_named(person) for person in people if person):
            numbers = sorted({person.case_number for person in people if person})
            return _told(_kind_words(change), swedish.listing(numbers))
        if change.name.endswith(TOLD_WHEN_SHOWN):
            return _told(change.name.removesuffix(TOLD_WHEN_SHOWN), self._subjects.title_of(keys[0]))
        return change.name


def _kind_words(change: NamedChange) -> str:
    """Return the words of a name that no user has typed, for a change about a protected person."""
    if change.kind not in KIND_WORDS and change.kind.partition(".")[0] in BY_TABLE:  # of a plain register
        return (
            change.name.removesuffix(TOLD_WHEN_SHOWN)
            if change.name.endswith(TOLD_WHEN_SHOWN)
            else UNKNOWN_KIND
        )
    return KIND_WORDS.get(change.kind, UNKNOWN_KIND)


def _told(what: str, about: str) -> str:
    return f"{what}{TOLD_WHEN_SHOWN} {about}" if about else what
