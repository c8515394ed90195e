"""Converts cells to field values. A cell that is not clear is refused with a sentence, never guessed."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any

from verkstad.domain.fields import LONGEST_LINE, Fact, Kind
from verkstad.domain.municipalities import municipality_code
from verkstad.domain.swedish import number_text
from verkstad.domain.written import compared, quoted, tidy

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
_DATE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00)?)?|(\d{4})(\d{2})(\d{2})", re.ASCII
)
_SHORT_LIST = 12  # words that fit in a sentence
_LIKENESS = 0.6
_TOO_LONG = 3  # times the longest known word: a longer word cannot be similar enough
_MOST_COMPARED = 1000  # unknown words of a vocabulary; nobody corrects more one by one
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?", re.ASCII)


class ValueProblem(ValueError):
    """The cell cannot be read. The text is a Swedish sentence, without the value if the value is personal."""


@dataclass(frozen=True)
class Lexicon:
    """The words that a file may contain: labels and ids by vocabulary, and the areas of the wheels."""

    labels: Mapping[str, Mapping[str, str]]  # vocabulary → id → label
    areas: tuple[str, ...] = ()
    _keys: dict[str, dict[str, str]] = field(default_factory=dict)
    _meant: dict[str, dict[str, str]] = field(default_factory=dict)

    def key(self, vocabulary: str, word: str) -> str | None:
        """Return the id for a label or an id, ignoring case."""
        if vocabulary == "municipality":
            return municipality_code(" ".join(word.split()))
        if vocabulary not in self._keys:
            terms = self.labels.get(vocabulary, {})
            by_id = {key.casefold(): key for key in terms}
            by_label = {compared(label): key for key, label in reversed(list(terms.items()))}
            self._keys[vocabulary] = {**by_id, **by_label}
        return self._keys[vocabulary].get(compared(word))

    def meant(self, vocabulary: str, word: str) -> str:
        """Like `meant_word`, but cached: comparing is slow, and a list may have a wrong word in every row.

        After very many different words the rest are not compared.
        """
        questions, form = self._meant.setdefault(vocabulary, {}), compared(word)
        if form not in questions and len(questions) < _MOST_COMPARED:
            questions[form] = meant_word(word, list(self.labels.get(vocabulary, {}).values()))
        return questions.get(form, "")


def meant_word(word: str, known: Sequence[str]) -> str:
    """Return a question with the most similar known word, beginning with a space, or ""."""
    form, by_form = compared(word), {compared(one): one for one in known}
    if len(form) > _TOO_LONG * max(map(len, by_form), default=0):
        return ""
    close = get_close_matches(form, by_form, n=1, cutoff=_LIKENESS)
    return f" Menar du {by_form[close[0]]}?" if close else ""


def reader(fact: Fact, lexicon: Lexicon) -> Callable[[Any], Any]:
    """Return a function that converts a cell to a field value and raises ValueProblem."""
    if fact.kind is Kind.DATE:
        return read_date
    if fact.kind is Kind.NUMBER:
        return lambda cell: read_number(cell, fact)
    if fact.kind is Kind.TERM and fact.several:
        return lambda cell: _read_terms(cell, fact, lexicon)
    if fact.kind is Kind.TERM:
        return lambda cell: _read_term(read_text(cell), fact, lexicon)
    if fact.kind is Kind.CHOICE:
        return lambda cell: _read_choice(cell, fact)
    return _read_line


def read_text(cell: Any) -> str:
    """Return the cell as text without extra spaces and control characters; a whole number has no decimals."""
    if isinstance(cell, bool):
        return "Ja" if cell else "Nej"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return tidy(str(cell))


def _read_line(cell: Any) -> str:
    text = read_text(cell)
    if len(text) > LONGEST_LINE:
        raise ValueProblem(f"Texten är längre än {number_text(LONGEST_LINE)} tecken.")
    return text


def read_date(cell: Any) -> date:
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        if isinstance(cell, float | int) and not isinstance(cell, bool) and not 19000101 <= cell <= 21001231:
            raise ValueProblem("Här står ett tal, inte ett datum.")
        match = _DATE.fullmatch(read_text(cell))
        if match is None:
            raise ValueProblem("Datum skrivs så här: 2026-10-05.")
        year, month, day = (int(part) for part in match.groups() if part is not None)
        try:
            found = date(year, month, day)
        except ValueError:
            raise ValueProblem("Datumet finns inte.") from None
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise ValueProblem(f"Året {found.year} kan inte stämma.")
    return found


def read_number(cell: Any, fact: Fact) -> float | int:
    if isinstance(cell, bool | date | time | timedelta):
        raise ValueProblem("Här ska det stå ett tal.")
    if isinstance(cell, int | float):
        value = float(cell)
        if not math.isfinite(value):
            raise ValueProblem("Här ska det stå ett tal.")
    else:
        text = re.sub(r"[\s%]", "", read_text(cell)).replace("−", "-")
        if not _NUMBER.fullmatch(text):
            raise ValueProblem("Här ska det stå ett tal.")
        value = float(text.replace(",", "."))
    if not fact.decimals and not value.is_integer():
        raise ValueProblem("Här ska det stå ett helt tal.")
    if fact.minimum is not None and value < fact.minimum:
        raise ValueProblem(f"Talet kan inte vara mindre än {fact.minimum:g}.")
    if fact.maximum is not None and value > fact.maximum:
        raise ValueProblem(f"Talet kan inte vara större än {fact.maximum:g}.")
    return value if fact.decimals else int(value)


def _read_term(word: str, fact: Fact, lexicon: Lexicon) -> str:
    key = lexicon.key(fact.vocabulary, word)
    if key is None:
        labels = list(dict.fromkeys(lexicon.labels.get(fact.vocabulary, {}).values()))
        words = f"{quoted(word) or 'Värdet'} finns inte i ordlistan {fact.label}."
        if fact.several and "," in word:
            words += " Skilj flera ord åt med semikolon (;)."
        words += lexicon.meant(fact.vocabulary, word) if quoted(word) else ""
        if 0 < len(labels) <= _SHORT_LIST:
            words += f" Välj bland: {', '.join(labels)}."
        raise ValueProblem(words)
    return key


def _read_terms(cell: Any, fact: Fact, lexicon: Lexicon) -> tuple[str, ...]:
    words = [word.strip() for word in read_text(cell).split(";")]
    return tuple(dict.fromkeys(_read_term(word, fact, lexicon) for word in words if word))


def _read_choice(cell: Any, fact: Fact) -> Any:
    word = read_text(cell)
    for member in fact.choices or ():
        if compared(word) in (compared(member.label), member.value.casefold()):
            return member
    words = ", ".join(member.label for member in fact.choices or ())
    raise ValueProblem(f"{quoted(word) or 'Värdet'} går inte att välja. Välj bland: {words}.")
