"""The slot file: a random data key opens the database; each slot wraps that key under one secret."""

import hashlib
import json
import os
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from verkstad.storage import recovery_code
from verkstad.storage.faults import DamagedFolder, NewerFolder, WrongSecret
from verkstad.storage.files import write_atomically

FORMAT = 1
FILE_NAMES = ("keys-1.json", "keys-2.json")
"""Two copies of the same slot file; either is enough."""

SlotKind = Literal["password", "recovery"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one derivation by Argon2id takes: memory in KiB, passes and lanes."""

    memory: int = 131_072
    passes: int = 6
    lanes: int = 2


MINIMUM_COST = Cost(memory=65_536, passes=3, lanes=1)
"""Weaker slots are refused, whatever the file says."""
MAXIMUM_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key as wrapped for one secret of one staff member. Bytes are hexadecimal text."""

    id: str
    kind: SlotKind
    staff_id: int
    cost: Cost
    salt: str
    nonce: str
    wrapped: str

    def _header(self) -> bytes:
        facts = asdict(self)
        del facts["wrapped"]
        return _canonical(facts)

    @classmethod
    def seal(cls, data_key: bytes, secret: str, kind: SlotKind, staff_id: int, cost: Cost) -> "Slot":
        slot = cls(secrets.token_hex(8), kind, staff_id, cost, os.urandom(16).hex(), os.urandom(12).hex(), "")
        key = slot._derive(secret)
        wrapped = AESGCM(key).encrypt(bytes.fromhex(slot.nonce), data_key, slot._header())
        return cls(slot.id, kind, staff_id, cost, slot.salt, slot.nonce, wrapped.hex())

    def unseal(self, secret: str) -> bytes | None:
        """The data key, or None when the secret does not fit. Takes a noticeable time on purpose."""
        try:
            key = AESGCM(self._derive(secret))
            return key.decrypt(bytes.fromhex(self.nonce), bytes.fromhex(self.wrapped), self._header())
        except InvalidTag:
            return None

    def _derive(self, secret: str) -> bytes:
        return hash_secret_raw(
            secret=unicodedata.normalize("NFC", secret).encode(),
            salt=bytes.fromhex(self.salt),
            time_cost=self.cost.passes,
            memory_cost=self.cost.memory,
            parallelism=self.cost.lanes,
            hash_len=32,
            type=Type.ID,
        )


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All slots of a data folder."""

    slots: tuple[Slot, ...]

    @classmethod
    def read(cls, folder: Path) -> "KeyRing":
        """The slots of a folder, from the first copy that is whole; raises DamagedFolder when none is."""
        newer: NewerFolder | None = None
        for name in FILE_NAMES:
            try:
                return cls._parse((folder / name).read_bytes())
            except NewerFolder as error:
                newer = error
            except (OSError, ValueError, KeyError, TypeError):
                continue
        raise newer or DamagedFolder(
            "Nyckelfilerna i datamappen saknas eller är skadade, så databasen kan inte öppnas. "
            "Ingenting har ändrats. Återställ en säkerhetskopia: den har egna nyckelfiler."
        )

    @classmethod
    def damaged_copies(cls, folder: Path) -> list[str]:
        """The names of slot files that are missing or cannot be read."""
        found = []
        for name in FILE_NAMES:
            try:
                cls._parse((folder / name).read_bytes())
            except (OSError, ValueError, KeyError, TypeError, NewerFolder):
                found.append(name)
        return found

    @classmethod
    def _parse(cls, content: bytes) -> "KeyRing":
        stored = json.loads(content)
        if stored["format"] > FORMAT:
            raise NewerFolder(NEWER)
        body = stored["slots"]
        if stored["checksum"] != _checksum(body):
            raise ValueError("checksum")
        slots = tuple(Slot(**{**slot, "cost": Cost(**slot["cost"])}) for slot in body)
        for slot in slots:
            _refuse_weak(slot.cost)
        return cls(slots)

    def write(self, folder: Path) -> None:
        """Replace both copies, each at once and one after the other."""
        body = [asdict(slot) for slot in self.slots]
        stored = {"format": FORMAT, "application": "verkstad", "slots": body, "checksum": _checksum(body)}
        content = json.dumps(stored, indent=1).encode()
        for name in FILE_NAMES:
            write_atomically(folder / name, content)

    def unlock(self, secret: str) -> tuple[bytes, int]:
        """The data key and the id of the staff member whose slot it was; raises WrongSecret."""
        code = recovery_code.normalise(secret)
        for slot in self.slots:
            given = code if slot.kind == "recovery" else secret
            data_key = slot.unseal(given) if given else None
            if data_key is not None:
                return data_key, slot.staff_id
        if recovery_code.looks_mistyped(secret):
            raise WrongSecret("Återställningskoden har ett skrivfel. Jämför grupp för grupp med papperet.")
        raise WrongSecret("Lösenordet stämmer inte. Ingenting har ändrats.")


NEWER = (
    "Datamappen är skriven av en nyare version av Verkstad. Ingenting har ändrats. "
    "Installera den senaste versionen och öppna mappen igen."
)


def new_data_key() -> bytes:
    return secrets.token_bytes(32)


def _refuse_weak(cost: Cost) -> None:
    floor = MINIMUM_COST
    is_weak = cost.memory < floor.memory or cost.passes < floor.passes or cost.lanes < floor.lanes
    if is_weak or cost.memory > MAXIMUM_MEMORY:
        raise ValueError("cost")


def _canonical(facts: Any) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def _checksum(body: Any) -> str:
    return hashlib.sha256(_canonical(body)).hexdigest()
