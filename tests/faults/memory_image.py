"""Reads the memory of a running process from outside and searches it for words and keys."""

import contextlib
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_PIECE = 64 << 20  # bytes
_OVERLAP = 4096  # bytes; a match across two pieces is found in the second
NUMBERS = "19870612"
"""The twenty personal numbers reserved for tests on this day of birth, so that one search finds them all."""


def processes_on(folder: Path) -> list[int]:
    """Return every process with the folder in its command line."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                if str(folder).encode() in (place / "cmdline").read_bytes().split(b"\0"):
                    found.append(int(place.name))
            except OSError:
                continue  # the process has ended
    return found


def image_of(pid: int) -> Iterator[bytes]:
    """Yield all writable memory of the process in pieces. Raises OSError if it cannot be read."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *rest = line.split(maxsplit=5)
            name = rest[3] if len(rest) > 3 else ""
            if not rights.startswith("rw") or name.startswith(("[v", "/dev/")):
                continue
            at, end = (int(number, 16) for number in span.split("-"))
            while at < end:
                memory.seek(at)
                try:
                    piece = memory.read(min(_PIECE, end - at))
                except OSError:
                    break  # unmapped meanwhile
                if not piece:
                    break
                yield piece
                at += len(piece)
                if at < end:
                    at -= min(_OVERLAP, len(piece) - 1)


_WIDTHS = (1, 2, 4)  # bytes per letter: Python stores text with one, two or four, Qt with two
_WORD, _NUMBER = re.compile(rb"q00(\d\d)kx"), re.compile(rb"870612-?(9\d{3})")
# Searching for a literal first is several times faster. The first letter of a canary may be upper or lower case.
_BEGINNINGS = [(_WORD, "q00", 7), (_NUMBER, NUMBERS[2:], 11)]


def words_in(content: bytes) -> set[str]:
    """Return the canaries and personal numbers that can be read, each by its digits."""
    found = set()
    for pattern, beginning, length in _BEGINNINGS:
        for width in _WIDTHS:
            literal = beginning.encode({1: "ascii", 2: "utf-16-le", 4: "utf-32-le"}[width])
            at = content.find(literal)
            while at >= 0:
                letters = content[at : at + length * width]
                if match := pattern.match(letters[::width]):
                    found.add(match.group().replace(b"-", b"").decode())
                at = content.find(literal, at + 1)
    return found


def forms_of_words(words: str) -> dict[str, bytes]:
    """Return a secret text in each encoding that may occur in memory."""
    return {
        "utf-8": words.encode(),
        "latin-1": words.encode("latin-1"),
        "utf-16": words.encode("utf-16-le"),
        "utf-32": words.encode("utf-32-le"),
    }


def forms_of_key(key: bytes) -> dict[str, bytes]:
    """Return a key as bytes, in hexadecimal in each encoding, and as round keys of AES."""
    written = {}
    for words in (key.hex(), key.hex().upper()):
        kind = "hex" if words.islower() else "HEX"
        written |= {
            f"{kind} {name}": form for name, form in forms_of_words(words).items() if name != "latin-1"
        }
    return {"raw": key, **written, **{f"round {at}": part for at, part in _rounds(key).items()}}


def _rounds(key: bytes) -> dict[int, bytes]:
    """Return two AES-256 round keys, which are stored next to a key that has been prepared for use."""
    words = [key[at : at + 4] for at in range(0, 32, 4)]
    constant = 1
    for at in range(8, 60):
        word = words[-1]
        if at % 8 == 0:
            word = bytes(_SBOX[byte] for byte in word[1:] + word[:1])
            word = bytes((word[0] ^ constant, *word[1:]))
            constant = constant << 1 ^ (0x11B if constant & 0x80 else 0)
        elif at % 8 == 4:
            word = bytes(_SBOX[byte] for byte in word)
        words.append(bytes(a ^ b for a, b in zip(words[at - 8], word, strict=True)))
    return {at: b"".join(words[4 * at : 4 * at + 4]) for at in (2, 14)}


def _make_box() -> bytes:
    box, p, q = bytearray(256), 1, 1
    while True:
        p = p ^ (p << 1) & 0xFF ^ (0x1B if p & 0x80 else 0)
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        turned = [(q << by | q >> 8 - by) & 0xFF for by in range(5)]
        box[p] = turned[0] ^ turned[1] ^ turned[2] ^ turned[3] ^ turned[4] ^ 0x63
        if p == 1:
            break
    box[0] = 0x63
    return bytes(box)


_SBOX = _make_box()


def page_seal_key(data_key: bytes, salt: bytes) -> bytes:
    """Return the key with which SQLCipher authenticates pages; derived from the data key and the file's salt."""
    masked = bytes(byte ^ 0x3A for byte in salt)
    return hashlib.pbkdf2_hmac("sha512", data_key, masked, 2, 32)


def digest(key: bytes) -> str:
    """Return the digest by which a process can recognise a key without having it."""
    return hashlib.sha256(key).hexdigest()


def search(pids: Iterable[int], keys: dict[str, dict[str, bytes]]) -> tuple[set[str], dict[str, set[str]]]:
    """Return the words that can be read, and for each key the forms that can be read."""
    words: set[str] = set()
    found: dict[str, set[str]] = {}
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # the process has just ended
            for piece in image_of(pid):
                words |= words_in(piece)
                for name, forms in keys.items():
                    for form, content in forms.items():
                        if content in piece:
                            found.setdefault(name, set()).add(form)
    return words, found
