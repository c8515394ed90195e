"""Keys in memory as bytes that can be overwritten after use, which Python's own bytes objects cannot be."""

from dataclasses import dataclass, replace
from typing import Self

_DIGITS = b"0123456789abcdef"


class Key(bytearray):
    """A key, overwritten by `wipe`, or at the latest when its last reference is gone.

    Each holder keeps its own copy, so that it can wipe that copy without asking the others. The length must never
    change: resizing would leave the old bytes in memory.
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
        """Encode text as UTF-8, letter by letter: encoding it as a whole would leave another copy in memory."""
        return cls.joined(*(letter.encode(errors="surrogatepass") for letter in words))

    def in_hexadecimal(self) -> "Key":
        """Return the key as lower-case hexadecimal text."""
        made = Key(2 * len(self))
        for at, byte in enumerate(self):
            made[2 * at], made[2 * at + 1] = _DIGITS[byte >> 4], _DIGITS[byte & 15]
        return made


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The result of a correct secret: the data key, the slot that it opened, and the key of that slot."""

    data_key: Key
    slot_id: str
    slot_key: Key
    staff_id: int
    is_from_copy: bool = False
    """Whether the slot was found in a security copy, since the folder's own slot files are damaged or older."""
    is_withdrawn: bool = False
    """Whether the slot is no longer in force according to the database: older key files have been put back."""

    def __repr__(self) -> str:
        return f"Unlocked({self.slot_id})"  # keys stay out of logs

    def copy(self) -> "Unlocked":
        """Return a copy for another holder, who must wipe it after use."""
        return replace(self, data_key=Key(self.data_key), slot_key=Key(self.slot_key))

    def wipe(self) -> None:
        self.data_key.wipe()
        self.slot_key.wipe()
