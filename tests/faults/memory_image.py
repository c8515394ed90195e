"""The memory of a running process, read from outside, and what of some words and keys can be read in it."""

import contextlib
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_PIECE = 64 << 20  # bytes
_OVERLAP = 4096  # what lies across two pieces is found in the second
NUMBERS = "19870612"
"""Twenty personal numbers set aside for tests are of people born on this day; so one search finds them all."""


def processes_on(folder: Path) -> list[int]:
    """Every process whose command names the folder."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                if str(folder).encode() in (place / "cmdline").read_bytes().split(b"\0"):
                    found.append(int(place.name))
            except OSError:
                continue  # it has ended
    return found


def image_of(pid: int) -> Iterator[bytes]:
    """All that the process has written anywhere in its memory, in pieces; raises OSError when it cannot be read."""
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
                    break  # given back meanwhile
                if not piece:
                    break
                yield piece
                at += len(piece)
                if at < end:
                    at -= min(_OVERLAP, len(piece) - 1)


_WIDTHS = (1, 2, 4)  # bytes a letter: Python keeps words in one, two or four, Qt in two
_WORD, _NUMBER = re.compile(rb"q00(\d\d)kx"), re.compile(rb"870612-?(9\d{3})")
# Literals are looked for first, which is several times quicker; the first letter of a word may be small or not.
_BEGINNINGS = [(_WORD, "q00", 7), (_NUMBER, NUMBERS[2:], 11)]


def words_in(content: bytes) -> set[str]:
    """Canaries and personal numbers that can be read, each by its digits."""
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
    """A secret as text, in each way that it may stand in memory."""
    return {
        "utf-8": words.encode(),
        "latin-1": words.encode("latin-1"),
        "utf-16": words.encode("utf-16-le"),
        "utf-32": words.encode("utf-32-le"),
    }


def forms_of_key(key: bytes) -> dict[str, bytes]:
    """A key as it is, in hexadecimal in each width, and made ready for AES."""
    written = {}
    for words in (key.hex(), key.hex().upper()):
        kind = "hex" if words.islower() else "HEX"
        written |= {
            f"{kind} {name}": form for name, form in forms_of_words(words).items() if name != "latin-1"
        }
    return {"raw": key, **written, **{f"round {at}": part for at, part in _rounds(key).items()}}


def _rounds(key: bytes) -> dict[int, bytes]:
    """Two of the round keys of AES-256 that lie beside the key wherever it has been made ready for use."""
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
    """What SQLCipher seals pages with; it follows from the data key and the file's first bytes."""
    masked = bytes(byte ^ 0x3A for byte in salt)
    return hashlib.pbkdf2_hmac("sha512", data_key, masked, 2, 32)


def digest(key: bytes) -> str:
    """What a key is known by to a process that must not be given it."""
    return hashlib.sha256(key).hexdigest()


def search(pids: Iterable[int], keys: dict[str, dict[str, bytes]]) -> tuple[set[str], dict[str, set[str]]]:
    """The words that can be read, and of each key the forms that can."""
    words: set[str] = set()
    found: dict[str, set[str]] = {}
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            for piece in image_of(pid):
                words |= words_in(piece)
                for name, forms in keys.items():
                    for form, content in forms.items():
                        if content in piece:
                            found.setdefault(name, set()).add(form)
    return words, found
