"""The printed recovery code: 160 random bits in letters that are hard to confuse, with check characters."""

import hashlib
import secrets

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O or U
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
_RANDOM, _CHECK, _GROUP = 32, 4, 4


def new() -> str:
    """A code of nine groups of four, the last one being the check group."""
    body = "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM))
    whole = body + _check(body)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def normalise(typed: str) -> str:
    """The code without its check group and separators, or "" if this is no whole code."""
    found = _letters(typed)
    body, check = found[:_RANDOM], found[_RANDOM:]
    return body if len(found) == _RANDOM + _CHECK and _check(body) == check else ""


def looks_mistyped(typed: str) -> bool:
    """Whether this was meant as a code but has a slip in it."""
    found = _letters(typed)
    looks_like_one = abs(len(found) - _RANDOM - _CHECK) <= 4 and set(found) <= set(_LETTERS)
    return looks_like_one and not normalise(typed)


def _letters(typed: str) -> str:
    return typed.strip().upper().translate(_READ_AS)


def _check(body: str) -> str:
    digest = hashlib.sha256(body.encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_CHECK])
