"""Keys in memory: overwritten when they are no longer needed, which Python's own bytes cannot be."""

from dataclasses import dataclass, replace
from typing import Self

_DIGITS = b"0123456789abcdef"


class Key(bytearray):
    """Overwritten by `wipe`, and at the latest when nobody refers to it any more.

    Whoever keeps a key keeps one of their own, so that it can be wiped without asking others. Nothing is added to
    or taken from it, since that would leave its bytes where they lay before.
    """

    def wipe(self) -> None:
        self[:] = bytes(len(self))

    def __del__(self) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self)})"  # keys stay out of logs

    __str__ = __repr__

    @classmethod
    def joined(cls, *parts: bytes | bytearray) -> Self:
        made, at = cls(sum(map(len, parts))), 0
        for part in parts:
            made[at : at + len(part)] = part
            at += len(part)
        return made

    @classmethod
    def of_words(cls, words: str) -> Self:
        """The words in UTF-8, letter by letter: encoded as one they would lie in memory once more."""
        return cls.joined(*(letter.encode(errors="surrogatepass") for letter in words))

    def in_hexadecimal(self) -> "Key":
        """Its digits, small, as text."""
        made = Key(2 * len(self))
        for at, byte in enumerate(self):
            made[2 * at], made[2 * at + 1] = _DIGITS[byte >> 4], _DIGITS[byte & 15]
        return made


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a right secret gives: the data key, and by which slot, with the key that opened it."""

    data_key: Key
    slot_id: str
    slot_key: Key
    staff_id: int
    is_from_copy: bool = False
    """Whether the slot was found in a security copy, since the folder's own slot files are spoiled or older."""
    is_withdrawn: bool = False
    """Whether the database knows that the slot is in force no more: older key files have been put back."""

    def __repr__(self) -> str:
        return f"Unlocked({self.slot_id})"  # keys stay out of logs

    def copy(self) -> "Unlocked":
        """For who keeps it, and wipes it when it is no longer needed."""
        return replace(self, data_key=Key(self.data_key), slot_key=Key(self.slot_key))

    def wipe(self) -> None:
        self.data_key.wipe()
        self.slot_key.wipe()
