"""Text as people have written it in a file or a field: tidied, compared, and quoted in messages."""

import re
import unicodedata

from verkstad.domain.remembered import remembered

_WHOLE = re.compile(r"^(\d+)[.,]0+$")
_UNSEEN = ("Cc", "Cs", "Cn")
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # they reorder the letters shown
_EDGES = " \t\n\u00a0\u200b\u2060\ufeff"
_LONGEST_QUOTED = 40  # characters


def tidy(text: str) -> str:
    """Return the text as one line without control characters, invisible marks and surrounding spaces."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():  # True for nearly every cell
        return text.strip(_EDGES)
    line = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    kept = (letter for letter in line if not _is_unseen(letter))
    return "".join(kept).strip(_EDGES)


def tidy_lines(text: str) -> str:
    """Tidy a text of several lines. Spaces at the start of a line stay, since lists use them."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    return "\n".join(_seen(line) for line in lines).strip(_EDGES)


def _seen(line: str) -> str:
    if line.isprintable():
        return line.rstrip(_EDGES)
    return "".join(letter for letter in line if letter == "\t" or not _is_unseen(letter)).rstrip(_EDGES)


def _is_unseen(letter: str) -> bool:
    return letter in _TURNING or unicodedata.category(letter) in _UNSEEN


@remembered(65_536)
def compared(written: str) -> str:
    """Normalise a word or a heading for comparison: case, spaces, and the Unicode form of å ä ö."""
    return " ".join(tidy(written).split()).casefold()


def key_of(written: object) -> str:
    """Normalise a key from a file for comparison: as other words, and 1.0 as 1."""
    return _WHOLE.sub(r"\1", compared(str(written)))


def quoted(word: str) -> str:
    """Quote a word from a file in a message; "" if it may be somebody's number or e-mail address."""
    if re.search(r"\d[\d\s+-]{4,}\d|@", word):
        return ""
    return f"”{word if len(word) <= _LONGEST_QUOTED else word[:_LONGEST_QUOTED] + '…'}”"
