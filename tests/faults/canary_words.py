"""Canaries: a unique word for each input, so that a word found somewhere shows which input it came from."""

import re

# Plain letters, which are the same in UTF-8, Latin-1, JSON and percent-encoding.
CORE = re.compile(rb"zq(\d{4})kx", re.IGNORECASE)
WIDE = re.compile(rb"z\0q\0((?:\d\0){4})k\0x", re.IGNORECASE)


class Canaries:
    """Returns unique words and remembers which input each was used for."""

    def __init__(self, first: int = 0) -> None:
        self._first = first
        self.where: dict[int, str] = {}

    def put(self, where: str) -> str:
        number = self._first + len(self.where)
        self.where[number] = where
        return f"Zq{number:04}kxÅ"


def found_in(content: bytes) -> set[int]:
    """Return the canaries that can be read in some bytes."""
    wide = (match.replace(b"\0", b"") for match in WIDE.findall(content))
    return {int(number) for number in (*CORE.findall(content), *wide)}
