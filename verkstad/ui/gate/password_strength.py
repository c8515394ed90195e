"""Estimates the strength of a password and describes it in words."""

import math
from itertools import pairwise

LEAST_LENGTH = 8
_COMMON = ("lösenord", "password", "sommar", "vinter", "verkstad", "qwerty", "asdf", "12345", "hejhej", "abc")
_LEVELS = (
    (36, 1, "Svagt: går snabbt att gissa.", "late"),
    (52, 2, "Ganska svagt: lägg till ett ord.", "soon"),
    (70, 3, "Bra.", ""),
    (math.inf, 4, "Mycket bra.", ""),
)


def strength(password: str) -> tuple[int, str, str]:
    """Return the level from 0 to 4, its description, and the tone of the meter."""
    if not password:
        return 0, "", ""
    if len(password) < LEAST_LENGTH:
        return 1, f"För kort: minst {LEAST_LENGTH} tecken.", "late"
    bits = guess_bits(password)
    return next((level, words, tone) for most, level, words, tone in _LEVELS if bits < most)


def guess_bits(password: str) -> float:
    """Estimate the entropy in bits, on the low side: repeated letters and common words count little."""
    lowered = password.lower()
    for common in _COMMON:
        lowered = lowered.replace(common, common[0])
    kinds = (
        (str.islower, 29),
        (str.isupper, 29),
        (str.isdigit, 10),
        (lambda letter: not letter.isalnum(), 20),
    )
    alphabet = sum(size for is_kind, size in kinds if any(map(is_kind, password)))
    steps = [second for first, second in pairwise(lowered) if first != second]
    different = min(len(steps) + 1, 2 * len(set(lowered)))
    return different * math.log2(max(alphabet, 2)) * 0.8
