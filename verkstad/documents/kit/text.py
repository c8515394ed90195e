"""Text for printing: characters missing in the font are replaced, and lines are broken so that nothing is cut off."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from verkstad.documents.kit.face import Style, letters, text_width

if TYPE_CHECKING:
    from pyphen import Pyphen

_PLAIN = re.compile("[ -~\xa1-\xac\xae-ÿ–—‘’“”•…\xa0\n]*")
_LINE_BREAK = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_BREAK_AFTER = re.compile(r"(?<=[^\W\d_]{2}[-/–])(?=[^\W\d_]{2})")  # between words joined by - or /
_HYPHEN = "\u00ad"  # looks like any hyphen; a screen reader understands that the word continues
_LEAST = 3  # letters on each side of a hyphen
_SIGNS = {
    "→": "->",
    "⇒": "=>",
    "←": "<-",
    "−": "–",
    "≤": "<=",
    "≥": ">=",
    "≈": "ca",
    "√": "[x]",
    "✓": "[x]",
    "✔": "[x]",
    "☑": "[x]",
    "✅": "[x]",
    "☐": "[ ]",
    "🙂": ":-)",
    "😀": ":-)",
    "😊": ":-)",
    "☺": ":-)",
    "😄": ":-)",
    "☹": ":-(",
    "🙁": ":-(",
    "😞": ":-(",
    "😢": ":-(",
}
_SCRIPTS = {
    "ARABIC": "arabisk text",
    "ARMENIAN": "armenisk text",
    "BENGALI": "bengalisk text",
    "CJK": "kinesisk text",
    "DEVANAGARI": "hindi",
    "ETHIOPIC": "etiopisk text",
    "GEORGIAN": "georgisk text",
    "HANGUL": "koreansk text",
    "HEBREW": "hebreisk text",
    "HIRAGANA": "japansk text",
    "KATAKANA": "japansk text",
    "MYANMAR": "burmesisk text",
    "TAMIL": "tamilsk text",
    "THAI": "thailändsk text",
}


def readable(text: str) -> str:
    """Return the text in characters of the font. Other scripts and signs are named in brackets."""
    if _PLAIN.fullmatch(text):
        return text
    text = _LINE_BREAK.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    shown = "".join(_shown(letter) for letter in text)
    return re.sub(r"(\[[^\W\d_][^\[\]]*\])(?:[ \n]*\1)+", r"\1", shown)


def _shown(letter: str) -> str:
    if letter == "\n":
        return letter
    kind = unicodedata.category(letter)
    if kind[0] == "C":  # control, direction and joining characters, surrogates, unassigned
        return ""
    if letter in letters():
        return letter
    if letter in _SIGNS:
        return _SIGNS[letter]
    simpler = unicodedata.normalize("NFKC", letter)
    if simpler != letter and all(each in letters() for each in simpler):
        return simpler
    if kind[0] == "Z":
        return " "
    if kind in ("Mn", "Me", "Sk"):
        return ""
    if kind[0] == "S":
        return "[symbol]"
    return f"[{_SCRIPTS.get(unicodedata.name(letter, '').split(' ')[0], 'annan skrift')}]"


def set_lines(text: str, style: Style, width: float) -> list[str]:
    """Break text into lines at most `width` points wide. A wider word is broken between letters."""
    lines: list[str] = []
    for line in readable(text).split("\n"):
        if text_width(line, style) <= width:
            lines.append(line.rstrip(" "))
        else:
            lines.extend(_broken(line, style, width))
    return lines


def _broken(text: str, style: Style, width: float) -> list[str]:
    lines: list[str] = []
    line = ""
    used = 0.0
    space = text_width(" ", style)
    for word in text.split(" "):
        for number, piece in enumerate(_BREAK_AFTER.split(word)):
            gap = " " if line and not number else ""
            wide = text_width(piece, style)
            if used + len(gap) * space + wide <= width:
                line += gap + piece
                used += len(gap) * space + wide
                continue
            if line:
                lines.append(line)
            *full, line = _cut(piece, style, width)
            lines.extend(full)
            used = text_width(line, style)
    lines.append(line)
    return lines


def _cut(word: str, style: Style, width: float) -> list[str]:
    """Divide a word into pieces that fit, each with a letter at least, and a hyphen where Swedish allows it."""
    if text_width(word, style) <= width:
        return [word]
    pieces, at, places = [], 0, _divisions(word)
    while text_width(word[at:], style) > width and len(word) - at > 1:
        with_hyphen = at + _fitting(word[at:], style, width - text_width(_HYPHEN, style))
        divided = max((place for place in places if at + _LEAST <= place <= with_hyphen), default=0)
        cut = divided or at + _fitting(word[at:], style, width)
        pieces.append(word[at:cut] + _HYPHEN if divided else word[at:cut])
        at = cut
    return [*pieces, word[at:]]


def _fitting(word: str, style: Style, width: float) -> int:
    """Return how many letters fit, at least one."""
    used = 0.0
    for count, letter in enumerate(word):
        used += text_width(letter, style)
        if used > width:
            return max(count, 1)
    return len(word)


def _divisions(word: str) -> list[int]:
    """Return where a word may be divided in Swedish, with some letters on both sides."""
    swedish = _swedish()
    places = [int(place) for place in swedish.positions(word)]
    swedish.hd.cache.clear()  # the cache would keep words about people after the program has locked
    return [
        place
        for place in places
        if word[place - _LEAST : place].isalpha() and word[place : place + _LEAST].isalpha()
    ]


@cache
def _swedish() -> "Pyphen":
    from pyphen import Pyphen  # slow to import; only needed for a word that is too wide

    return Pyphen(lang="sv", left=_LEAST, right=_LEAST)


def longest_word(text: str, style: Style) -> float:
    """Return the width in points of the text's widest unbreakable piece."""
    words = (piece for word in readable(text).split() for piece in _BREAK_AFTER.split(word))
    return max((text_width(word, style) for word in words), default=0.0)


def shortened(text: str, style: Style, width: float) -> str:
    """Return the text on one line, cut with … if it is too long. Only for text printed in full elsewhere."""
    line = " ".join(readable(text).split())
    if text_width(line, style) <= width:
        return line
    return line[: _fitting(line, style, width - text_width("…", style))].rstrip() + "…"
