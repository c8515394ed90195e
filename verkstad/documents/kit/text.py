"""Text made printable: what the face lacks is replaced, lines are broken so that nothing is cut off."""

import re
import unicodedata

from verkstad.documents.kit.face import Style, letters, text_width

_PLAIN = re.compile("[ -~\xa1-\xac\xae-ÿ–—‘’“”•…\xa0\n]*")
_LINE_BREAK = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_BREAK_AFTER = re.compile(r"(?<=[^\W\d_]{2}[-/–])(?=[^\W\d_]{2})")  # between words joined by - or /
_HYPHEN = "\u00ad"  # looks like any hyphen, and tells a reading program that the word goes on
_VOWELS = "aeiouyåäöéü"
_UNDIVIDED = ("ch", "ck", "ng", "ph", "sh", "sj", "th", "tj")
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
    """The text as the face can show it; other scripts and signs are named in brackets, not empty boxes."""
    if _PLAIN.fullmatch(text):
        return text
    text = _LINE_BREAK.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    shown = "".join(_shown(letter) for letter in text)
    return re.sub(r"(\[[^\W\d_][^\[\]]*\])(?:[ \n]*\1)+", r"\1", shown)


def _shown(letter: str) -> str:
    if letter == "\n":
        return letter
    kind = unicodedata.category(letter)
    if kind[0] == "C":  # control, direction and joining marks, half characters, no character
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
    """Text broken into lines no wider than `width` points; a word that is wider is broken between letters."""
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
    """A word in pieces that each fit, at least a letter in each; with a hyphen where it can be divided."""
    pieces = []
    while text_width(word, style) > width and len(word) > 1:
        fits = _fitting(word, style, width)
        with_hyphen = _fitting(word, style, width - text_width(_HYPHEN, style))
        divided = next((cut for cut in range(with_hyphen, 2, -1) if _may_divide(word, cut)), 0)
        pieces.append(word[:divided] + _HYPHEN if divided else word[:fits])
        word = word[divided or fits :]
    return [*pieces, word]


def _fitting(word: str, style: Style, width: float) -> int:
    """How many letters fit, at least one."""
    used = 0.0
    for count, letter in enumerate(word):
        used += text_width(letter, style)
        if used > width:
            return max(count, 1)
    return len(word)


def _may_divide(word: str, cut: int) -> bool:
    """Swedish divides before the last consonant that a vowel follows: bild-ningen."""
    before, around = word[cut - 3 : cut].lower(), word[cut - 1 : cut + 1].lower()
    return (
        before.isalpha()
        and word[cut : cut + 3].isalpha()
        and len(word) - cut >= 3
        and word[cut].lower() not in _VOWELS
        and word[cut + 1].lower() in _VOWELS
        and any(letter in _VOWELS for letter in word[:cut].lower())
        and around not in _UNDIVIDED
        and (word[cut].lower() != "s" or around[0] in _VOWELS)  # it may end the word before: marknads-
    )


def longest_word(text: str, style: Style) -> float:
    """The width in points under which a word of the text would have to be broken."""
    words = (piece for word in readable(text).split() for piece in _BREAK_AFTER.split(word))
    return max((text_width(word, style) for word in words), default=0.0)


def shortened(text: str, style: Style, width: float) -> str:
    """The text on one line, cut with … where there is no room. Only for what is told in full elsewhere."""
    line = " ".join(readable(text).split())
    if text_width(line, style) <= width:
        return line
    return line[: _fitting(line, style, width - text_width("…", style))].rstrip() + "…"
