"""The words of the editable vocabularies, and values as Swedish text."""

from collections.abc import Container
from typing import Any

from verkstad.domain import swedish
from verkstad.domain.changes import ChangeEvent
from verkstad.domain.fields import Fact, Kind
from verkstad.domain.municipalities import municipalities
from verkstad.domain.records import Term
from verkstad.domain.vocabularies import VOCABULARIES
from verkstad.storage.store import Store

MUNICIPALITY = "municipality"
"""Not an editable vocabulary: the fixed list of kommuner by code."""


class Words:
    """Labels by vocabulary and id, as the workshop has edited them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._terms: dict[str, dict[str, Term]] | None = None
        store.subscribe(self._forget)

    def terms(self, vocabulary: str) -> list[Term]:
        """Return the words to choose among, in the workshop's order."""
        return [term for term in self._vocabulary(vocabulary).values() if term.is_active]

    def all_terms(self, vocabulary: str) -> list[Term]:
        """Return all words, also those that are used only in older records."""
        return list(self._vocabulary(vocabulary).values())

    def label(self, vocabulary: str, key: str) -> str:
        """Return the Swedish word for an id, or "" for a missing value."""
        if vocabulary == MUNICIPALITY:
            return municipalities().get(key, key)
        term = self._vocabulary(vocabulary).get(key)
        return term.name if term else key

    def labels(self, vocabulary: str) -> dict[str, str]:
        if vocabulary == MUNICIPALITY:
            return dict(municipalities())
        return {key: term.name for key, term in self._vocabulary(vocabulary).items()}

    def marked(self, vocabulary: str, mark: str) -> frozenset[str]:
        """Return the ids of words with a mark, such as W for work in Kolada."""
        return frozenset(key for key, term in self._vocabulary(vocabulary).items() if mark in term.marks)

    def known(self) -> dict[str, Container[str]]:
        """Return all ids by vocabulary, for checks."""
        known: dict[str, Container[str]] = {key: self._vocabulary(key).keys() for key in VOCABULARIES}
        return {**known, MUNICIPALITY: municipalities().keys()}

    def options(self, fact: Fact) -> list[tuple[str, str]]:
        """Return ids and labels to choose among for a choice or a term."""
        if fact.kind is Kind.CHOICE:
            return [(member.value, member.label) for member in fact.choices or ()]
        if fact.vocabulary == MUNICIPALITY:
            return list(municipalities().items())
        return [(term.key, term.name) for term in self.terms(fact.vocabulary)]

    def show(self, fact: Fact, value: Any) -> str:
        """Return a value as Swedish text, or "" if it is missing. For links, use the service Links."""
        if value in ("", None, ()):
            return ""
        if fact.kind is Kind.DATE:
            return swedish.date_text(value)
        if fact.kind is Kind.NUMBER:
            text = swedish.number_text(value, fact.decimals)
            return text.rstrip("0").rstrip(",") if fact.decimals else text.replace(swedish.NARROW_SPACE, "")
        if fact.kind is Kind.FLAG:
            return "Ja" if value else "Nej"
        if fact.kind is Kind.CHOICE:
            return str(value.label)
        if fact.kind is Kind.TERM:
            keys = value if fact.several else (value,)
            return ", ".join(self.label(fact.vocabulary, key) for key in keys)
        return str(value)

    def _vocabulary(self, key: str) -> dict[str, Term]:
        if self._terms is None:
            self._terms = {}
            ordered = sorted(self._store.records(Term).all(), key=lambda term: (term.position or 0, term.id))
            for term in ordered:
                self._terms.setdefault(term.vocabulary, {})[term.key] = term
        return self._terms.get(key, {})

    def _forget(self, event: ChangeEvent) -> None:
        if Term.table in event.tables:
            self._terms = None
