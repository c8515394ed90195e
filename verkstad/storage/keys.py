"""Key slots. A random data key encrypts the database; each slot contains that key encrypted with one secret."""

import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from verkstad.domain import recovery_code
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder, MistypedCode, WrongSecret
from verkstad.storage import key_file
from verkstad.storage.faults import translated
from verkstad.storage.key_bytes import Key, Unlocked
from verkstad.storage.key_file import FILE_NAMES, FORMAT, NEWER, canonical

__all__ = ["FILE_NAMES", "FORMAT", "NEWER", "Unlocked"]

SlotKind = Literal["password", "recovery", "manager"]
"""Recovery is the workshop leader's own printed code; manager is the code in the envelope in the kommun's safe."""
CODES: tuple[SlotKind, ...] = ("recovery", "manager")
MOST_SLOTS = 16
_KEY_SIZE = 32  # bytes


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one key derivation by Argon2id: memory in KiB, passes and lanes."""

    memory: int = 131_072
    passes: int = 6
    lanes: int = 2


MINIMUM_COST = Cost(memory=65_536, passes=3, lanes=1)
"""Slots with a lower cost are refused, whatever the file says."""
MAXIMUM_COST = Cost(memory=1_048_576, passes=64, lanes=16)
"""Slots with a higher cost are refused too: they could use up all memory, or too much time (see `_MOST_WORK`)."""
_MOST_WORK = 4 * Cost().memory * Cost().passes


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key encrypted with one secret of one staff member. Bytes are stored as hexadecimal text."""

    id: str
    kind: SlotKind
    staff_id: int
    cost: Cost
    salt: str
    nonce: str
    wrapped: str
    made_on: str = ""
    """An ISO date; "" in slots of the first format."""

    def facts(self) -> dict[str, Any]:
        """Return the slot as it is written to the file."""
        found = asdict(self)
        if not self.made_on:
            del found["made_on"]
        return found

    def _header(self) -> bytes:
        facts = self.facts()
        del facts["wrapped"]
        return canonical(facts)

    @classmethod
    def seal_and_open(
        cls, data_key: Key, secret: str, kind: SlotKind, staff_id: int, cost: Cost, made_on: str = ""
    ) -> tuple["Slot", Unlocked]:
        """Create a slot; return it and what it opens. A code must first go through `recovery_code.normalise`."""
        salt, nonce = os.urandom(16).hex(), os.urandom(12).hex()
        slot = cls(secrets.token_hex(8), kind, staff_id, cost, salt, nonce, "", made_on)
        slot_key = slot.key_of(secret)
        wrapped = AESGCM(slot_key).encrypt(bytes.fromhex(nonce), data_key, slot._header())
        return replace(slot, wrapped=wrapped.hex()), Unlocked(Key(data_key), slot.id, slot_key, staff_id)

    def open_with(self, slot_key: Key) -> Key | None:
        """Return the data key, or None if the slot was sealed with another key."""
        data_key = Key(_KEY_SIZE)
        try:
            wrapped = bytes.fromhex(self.wrapped)
            AESGCM(slot_key).decrypt_into(bytes.fromhex(self.nonce), wrapped, self._header(), data_key)
        except InvalidTag:
            return None
        return data_key

    def key_of(self, secret: str) -> Key:
        """Derive the slot's key with Argon2id, slowly on purpose. Raises VerkstadError if memory is too short."""
        words, slot_key = Key.of_words(unicodedata.normalize("NFC", secret)), Key(_KEY_SIZE)
        try:
            argon = Argon2id(
                salt=bytes.fromhex(self.salt),
                length=_KEY_SIZE,
                iterations=self.cost.passes,
                lanes=self.cost.lanes,
                memory_cost=self.cost.memory,
            )
            argon.derive_into(words, slot_key)  # type: ignore[arg-type]  # it takes any buffer
        except MemoryError as error:
            raise VerkstadError(
                "Datorn har för lite ledigt minne för att pröva lösenordet. Ingenting har ändrats. "
                "Stäng andra program och försök igen."
            ) from error
        return slot_key

    @classmethod
    def parse(cls, written: Any) -> "Slot":
        """Parse a slot from the file; raises ValueError for anything that this program would not have written."""
        facts = dict(_exactly(written, _FACTS, may_lack="made_on"))
        cost = Cost(**_exactly(facts["cost"], _COST_FACTS))
        _refuse_cost(cost)
        slot = cls(**{**facts, "cost": cost})
        is_ours = (
            slot.kind in get_args(SlotKind)
            and 0 < slot.staff_id < 2**63
            and all(_is_hex(getattr(slot, name), size) for name, size in _SIZES.items())
        )
        if not is_ours:
            raise ValueError("slot")
        if slot.made_on:
            date.fromisoformat(slot.made_on)
        return slot


_FACTS: dict[str, type] = {
    name: int if name == "staff_id" else dict if name == "cost" else str for name in Slot.__slots__
}
_COST_FACTS: dict[str, type] = dict.fromkeys(Cost.__slots__, int)
_NO_LATER = (
    "Nyckelfilerna har ändrats av något annat än Verkstad. De öppnar mappen men kan inte bytas. "
    "Ingenting har ändrats. Återställ den senaste säkerhetskopian."
)
_SIZES = {"id": 8, "salt": 16, "nonce": 12, "wrapped": _KEY_SIZE + 16}  # bytes


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All slots of a data folder. Each change creates a ring with the next generation."""

    slots: tuple[Slot, ...]
    generation: int = 0
    unusable: int = 0
    """How many slots of an undamaged file are invalid. They are never tried; the others still open the folder."""

    @classmethod
    def read(cls, folder: Path) -> "KeyRing":
        """Read the slots of a folder from the later of its whole copies; raises DamagedFolder if none is whole."""
        found = [ring for ring in cls._copies(folder).values() if ring is not None]
        if not found:
            raise DamagedFolder(
                "Nyckelfilerna i datamappen saknas eller är skadade, så databasen kan inte öppnas. "
                "Ingenting har ändrats. Återställ en säkerhetskopia: den har egna nyckelfiler."
            )
        return max(found, key=lambda ring: (ring.generation, len(ring.slots)))

    @classmethod
    def damaged_copies(cls, folder: Path) -> list[str]:
        """Return the names of slot files that are missing, unreadable or of an earlier generation."""
        copies = cls._copies(folder)
        newest = cls.read(folder) if any(copies.values()) else None
        return [name for name, ring in copies.items() if ring is None or ring != newest]

    @classmethod
    def of_file(cls, path: Path) -> "KeyRing":
        """Read the slots of one file; raises OSError, ValueError or NewerFolder if they cannot be read."""
        return cls._parse(*key_file.read(path))

    @classmethod
    def _copies(cls, folder: Path) -> dict[str, "KeyRing | None"]:
        found: dict[str, KeyRing | None] = {}
        for name in FILE_NAMES:
            try:
                found[name] = cls.of_file(folder / name)
            except (OSError, ValueError):
                found[name] = None
        return found

    @classmethod
    def _parse(cls, generation: int, written: list[Any]) -> "KeyRing":
        if len(written) > MOST_SLOTS:
            raise ValueError("too many slots")
        slots: dict[str, Slot] = {}
        for one in written:
            # One invalid slot must not lock out the owners of the others, so it is skipped.
            try:
                slot = Slot.parse(one)
            except ValueError:
                continue
            slots.setdefault(slot.id, slot)
        if not slots:
            raise ValueError("no slot")
        return cls(tuple(slots.values()), generation, len(written) - len(slots))

    def changed(self, *new: Slot, without: frozenset[str] = frozenset()) -> "KeyRing":
        """Return the ring of the next generation, with new slots and without those with some ids."""
        kept = tuple(slot for slot in self.slots if slot.id not in without)
        if len(kept) + len(new) > MOST_SLOTS:
            raise VerkstadError(
                f"Högst {MOST_SLOTS} sätt att öppna ryms. Ingenting har ändrats. Ta bort något först."
            )
        if self.generation >= key_file.LATEST_GENERATION:
            raise DamagedFolder(_NO_LATER)
        return KeyRing((*kept, *new), self.generation + 1)

    def write(self, folder: Path) -> None:
        """Replace both copies of the slot file, one after the other; raises VerkstadError."""
        with self.taking_over(folder):
            pass

    @contextmanager
    def taking_over(self, folder: Path) -> Iterator[None]:
        """Write both copies to disk before the block; put them in force when the block has ended without an error."""
        with translated(), key_file.replaced(folder, self.generation, [one.facts() for one in self.slots]):
            yield

    def unlock(self, secret: str) -> Unlocked:
        """Try the secret; raises WrongSecret, or MistypedCode for a mistyped recovery or manager code."""
        code = recovery_code.normalise(secret)
        for slot in sorted(self.slots, key=lambda one: bool(code) and one.kind not in CODES):
            given = code if slot.kind in CODES else secret
            if not given:
                continue
            slot_key = slot.key_of(given)
            if data_key := slot.open_with(slot_key):
                return Unlocked(data_key, slot.id, slot_key, slot.staff_id)
        raise _refusal(secret, is_code=bool(code))

    @property
    def ids(self) -> set[str]:
        """The ids by which the database identifies the slots."""
        return {slot.id for slot in self.slots}

    def opens_with(self, unlocked: Unlocked) -> bool:
        """Whether the slot that was opened still contains the same data key under the same secret."""
        slot = self.slot(unlocked.slot_id)
        return slot is not None and slot.open_with(unlocked.slot_key) == unlocked.data_key

    def slot(self, slot_id: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.id == slot_id), None)


def new_data_key() -> Key:
    key = Key(_KEY_SIZE)
    for at in range(_KEY_SIZE):
        key[at] = secrets.randbelow(256)
    return key


def heal(folder: Path) -> None:
    """Make both copies of the slot file identical again. The caller must hold the folder lock."""
    key_file.sweep(folder)
    if KeyRing.damaged_copies(folder):
        KeyRing.read(folder).write(folder)


def _refusal(secret: str, *, is_code: bool) -> WrongSecret:
    if slip := recovery_code.slip(secret):
        return MistypedCode(slip)
    if is_code:
        return WrongSecret(
            "Koden är rätt skriven men öppnar inte den här mappen. Den hör till en annan mapp, eller har "
            "ersatts av en nyare kod. Ingenting har ändrats."
        )
    return WrongSecret("Lösenordet stämmer inte. Ingenting har ändrats.")


def _refuse_cost(cost: Cost) -> None:
    for name in Cost.__slots__:
        if not getattr(MINIMUM_COST, name) <= getattr(cost, name) <= getattr(MAXIMUM_COST, name):
            raise ValueError("cost")
    if cost.memory < 8 * cost.lanes or cost.memory * cost.passes > _MOST_WORK:
        raise ValueError("cost")


def _exactly(written: Any, kinds: dict[str, type], may_lack: str = "") -> dict[str, Any]:
    """Return what was read if it has exactly these names and types; raises ValueError."""
    if not isinstance(written, dict) or set(written) | {may_lack} != set(kinds) | {may_lack}:
        raise ValueError("names")
    if any(type(value) is not kinds[name] for name, value in written.items()):
        raise ValueError("types")
    return written


def _is_hex(words: str, size: int) -> bool:
    return re.fullmatch(rf"[0-9a-f]{{{2 * size}}}", words) is not None
