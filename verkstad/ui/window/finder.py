"""Finds the best hits of the search field at each key, even among 100,000 people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from verkstad.domain import swedish
from verkstad.ui.window.word_index import WordIndex

MOST = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that can be found, and what choosing it does."""

    title: str
    kind: str
    icon: str
    search: str
    take: Callable[[], Any]


class Finder:
    """Searches hits that are folded and sorted beforehand, so that the first matches are the best."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._hits = sorted(hits, key=lambda hit: swedish.sort_key(hit.title))
        self._titles = [swedish.fold(hit.title) for hit in self._hits]
        self._index = WordIndex(self._titles, [hit.search for hit in self._hits])
        self._words: list[str] = []
        self._all: list[int] | None = None
        """All matches of the last words if they fit in the list, else None. More letters can only remove some."""

    def find(self, words: str) -> list[Hit]:
        """Return the hits that contain every word; those whose title begins with the first word come first."""
        wanted = swedish.fold(words).split()
        if not wanted:
            return []
        is_narrower = len(wanted) >= len(self._words) and all(map(str.startswith, wanted, self._words))
        if is_narrower and self._all is not None:
            found = list(self._index.among(self._all, wanted))
        else:
            found = list(islice(self._index.holding(wanted), MOST))
        self._words, self._all = wanted, found if len(found) < MOST else None
        if self._all is None:
            first = list(islice(self._index.beginning(wanted), MOST))
        else:
            first = [number for number in found if self._titles[number].startswith(wanted[0])]
        best = [*first, *(number for number in found if number not in first)]
        return [self._hits[number] for number in best[:MOST]]
