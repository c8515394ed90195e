"""A printed code: 160 random bits in letters that are hard to confuse, with check characters."""

import hashlib
import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O or U
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"} | dict.fromkeys("-–— \t\r\n\u00a0"))
_RANDOM, _CHECK, _GROUP = 32, 4, 4
_WHOLE = _RANDOM + _CHECK


def new() -> str:
    """A code of nine groups of four, the last one being the check group."""
    body = "".join(secrets.choice(LETTERS) for _ in range(_RANDOM))
    whole = body + _check(body)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def normalise(typed: str) -> str:
    """The code without its check group and separators, or "" if this is no whole code."""
    found = as_read(typed)
    body, check = found[:_RANDOM], found[_RANDOM:]
    return body if len(found) == _WHOLE and _check(body) == check else ""


def slip(typed: str) -> str:
    """One Swedish sentence on what is mistyped in what was meant as a code; "" for a whole code or a password."""
    found = as_read(typed)
    has_digit = any(letter.isdecimal() for letter in typed)  # as a code has, and a sentence seldom
    looks_like_one = abs(len(found) - _WHOLE) <= 4 and set(found) <= set(LETTERS) and has_digit
    if not looks_like_one or normalise(typed):
        return ""
    if len(found) != _WHOLE:
        return f"Koden har ett skrivfel: den ska ha {_WHOLE} tecken, men här är {len(found)}."
    return "Koden har ett skrivfel. Jämför grupp för grupp med papperet."


def as_read(typed: str) -> str:
    """The letters as they are meant: O is 0, l is 1, small is large, and what stands between is nothing."""
    return typed.upper().translate(_READ_AS)


def two_groups(number: int) -> str:
    """The lowest 50 bits of a number as two groups of five letters, for what is compared and not secret."""
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _check(body: str) -> str:
    digest = hashlib.sha256(body.encode(errors="surrogatepass")).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:_CHECK])
