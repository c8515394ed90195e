"""Recovery codes: 160 random bits in letters that are hard to confuse, with check characters, to be printed."""

import hashlib
import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O or U
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"} | dict.fromkeys("-–— \t\r\n\u00a0"))
_RANDOM, _CHECK, _GROUP = 32, 4, 4
_WHOLE = _RANDOM + _CHECK


def new() -> str:
    """Return a new code: nine groups of four letters. The last group is the check group."""
    body = "".join(secrets.choice(LETTERS) for _ in range(_RANDOM))
    whole = body + _check(body)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def normalise(typed: str) -> str:
    """Return the code without its check group and separators, or "" if it is not a whole code."""
    found = as_read(typed)
    body, check = found[:_RANDOM], found[_RANDOM:]
    return body if len(found) == _WHOLE and _check(body) == check else ""


def slip(typed: str) -> str:
    """Return a Swedish sentence about the mistyped code; "" for a correct code or for something that is no code."""
    found = as_read(typed)
    has_digit = any(letter.isdecimal() for letter in typed)  # a code has digits, a sentence seldom
    looks_like_one = abs(len(found) - _WHOLE) <= 4 and set(found) <= set(LETTERS) and has_digit
    if not looks_like_one or normalise(typed):
        return ""
    if len(found) != _WHOLE:
        return f"Koden har ett skrivfel: den ska ha {_WHOLE} tecken, men här är {len(found)}."
    return "Koden har ett skrivfel. Jämför grupp för grupp med papperet."


def as_read(typed: str) -> str:
    """Normalise what was typed: upper case, O as 0, I and L as 1, and no separators."""
    return typed.upper().translate(_READ_AS)


def two_groups(number: int) -> str:
    """Return the lowest 50 bits of a number as two groups of five letters. For values to compare, not for secrets."""
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _check(body: str) -> str:
    digest = hashlib.sha256(body.encode(errors="surrogatepass")).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:_CHECK])
