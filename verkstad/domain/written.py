"""Words as people have written them in a file or a field: tidied, compared, and repeated to them."""

import re
import unicodedata

from verkstad.domain.remembered import remembered

_WHOLE = re.compile(r"^(\d+)[.,]0+$")
_UNSEEN = ("Cc", "Cs", "Cn")
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # would show letters in another order
_EDGES = " \t\n\u00a0\u200b\u2060\ufeff"
_LONGEST_QUOTED = 40  # characters


def tidy(text: str) -> str:
    """One line of text without stray spaces, control characters and marks that cannot be seen."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():  # nothing unseen in it, as in nearly every cell
        return text.strip(_EDGES)
    line = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    kept = (letter for letter in line if not _is_unseen(letter))
    return "".join(kept).strip(_EDGES)


def tidy_lines(text: str) -> str:
    """The same of a text of several lines. What stands first in a line stays there, as in a list."""
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
    """A word or a heading as it is compared: any case, single spaces, one form of å ä ö."""
    return " ".join(tidy(written).split()).casefold()


def key_of(written: object) -> str:
    """A key of the file as it is compared: like other words, and 1.0 as 1."""
    return _WHOLE.sub(r"\1", compared(str(written)))


def quoted(word: str) -> str:
    """A word of the file as a fault may repeat it: a number or an address that may be somebody's is left out."""
    if re.search(r"\d[\d\s+-]{4,}\d|@", word):
        return ""
    return f"”{word if len(word) <= _LONGEST_QUOTED else word[:_LONGEST_QUOTED] + '…'}”"
