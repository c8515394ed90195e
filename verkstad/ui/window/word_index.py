"""An index for finding the texts that contain a word, even inside a longer word."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import accumulate, groupby, islice

_MOST_WORDS = 200  # a part in more words than this is common, so scanning the texts soon meets it
_DIGITS = frozenset("0123456789")


class Lines:
    """Texts joined to one string, so that a search in all of them is one search."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._joined = "".join(f"\n{text.replace(chr(10), ' ')}" for text in texts)
        self.texts = self._joined.split("\n")[1:]  # copies, next to each other in memory: faster to read
        self._begins = list(accumulate((len(text) + 1 for text in self.texts), initial=0))

    @property
    def letters(self) -> frozenset[str]:
        return frozenset(self._joined)

    def holding(self, word: str) -> Iterator[int]:
        """Yield the numbers of the texts that contain a word, in order."""
        at = self._joined.find(word)
        while at >= 0:
            number = bisect_right(self._begins, at) - 1
            yield number
            at = self._joined.find(word, self._begins[number + 1])

    def beginning(self, word: str) -> Iterator[int]:
        return self.holding(f"\n{word}")


class _Shared:
    """Words that several texts share: each word is stored once, with the numbers of its texts in order."""

    def __init__(self, words: Iterable[tuple[int, str]]) -> None:
        found: dict[str, list[int]] = {}
        for number, word in words:
            found.setdefault(word, []).append(number)
        self._words = Lines(found)
        self._numbers = list(found.values())

    def holding(self, part: str) -> list[list[int]] | None:
        """Return the text numbers of each word that contains `part`; None if there are too many such words."""
        words = list(islice(self._words.holding(part), _MOST_WORDS + 1))
        return None if len(words) > _MOST_WORDS else [self._numbers[word] for word in words]

    def beginning(self, part: str) -> list[list[int]]:
        return [self._numbers[word] for word in self._words.beginning(part)]


class WordIndex:
    """Finds texts, in the order given. All texts are folded; a searched word contains no space.

    Names are few and shared by many texts, so each name is checked once for all of them. Words with digits are many,
    most of them in one text only, so they are scanned in order, only as far as results are requested.
    """

    def __init__(self, titles: Sequence[str], texts: Sequence[str]) -> None:
        self._all = Lines(texts)
        words = [text.split() for text in texts]
        names = ((at, word) for at, of_one in enumerate(words) for word in of_one if not _has_digit(word))
        self._names = _Shared(names)
        self._numbers = Lines(" ".join(filter(_has_digit, of_one)) for of_one in words)
        self._letters_in_numbers = self._numbers.letters
        self._first_words = _Shared((at, title.partition(" ")[0]) for at, title in enumerate(titles))

    def holding(self, words: Sequence[str]) -> Iterator[int]:
        """Yield the numbers of the texts that contain every word, in order."""
        listed = [found for word in words if (found := self._listed(word)) is not None]
        if listed:
            possible = _in_order(min(listed, key=lambda found: sum(map(len, found))))
        elif numbers := [word for word in words if _has_digit(word)]:
            possible = self._numbers.holding(max(numbers, key=len))
        else:
            possible = self._all.holding(max(words, key=len))
        return self.among(possible, words)

    def beginning(self, words: Sequence[str]) -> Iterator[int]:
        """Yield those whose title begins with the first word."""
        return self.among(_in_order(self._first_words.beginning(words[0])), words)

    def among(self, numbers: Iterable[int], words: Sequence[str]) -> Iterator[int]:
        """Yield those of the given texts that contain every word."""
        texts = self._all.texts
        if len(words) == 1:  # the usual case, without a loop for each text
            [word] = words
            return (number for number in numbers if word in texts[number])
        return (number for number in numbers if all(word in texts[number] for word in words))

    def _listed(self, word: str) -> list[list[int]] | None:
        """Return the texts that contain a word, by the names that contain it; None if the texts must be scanned."""
        is_in_no_number = not self._letters_in_numbers.issuperset(word)
        return self._names.holding(word) if is_in_no_number else None


def _in_order(lists: Iterable[list[int]]) -> Iterator[int]:
    """Merge sorted lists; each number once."""
    return (number for number, _same in groupby(merge(*lists)))


def _has_digit(word: str) -> bool:
    return not _DIGITS.isdisjoint(word)
