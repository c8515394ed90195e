"""Random choices for the demo."""

from random import Random

Weighted = tuple[tuple[str, int], ...]
"""Words with their weights."""


def chosen(rng: Random, weighted: Weighted) -> str:
    """Return one of the words, by weight."""
    return rng.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]


class Deck:
    """Deals each word as many times as its weight before any is dealt again, so that none is left out."""

    def __init__(self, rng: Random, weighted: Weighted) -> None:
        self._rng = rng
        self._weighted = weighted
        self._cards: list[str] = []

    def deal(self) -> str:
        if not self._cards:
            self._cards = [word for word, weight in self._weighted for _ in range(weight)]
            self._rng.shuffle(self._cards)
        return self._cards.pop()
