"""The folder for the memory test: fifty canaries, and the keys in each form that is searched for."""

import contextlib
from dataclasses import replace
from pathlib import Path

from tests.faults import memory_image, program
from tests.faults.canary_words import Canaries
from tests.ui import sample
from verkstad.domain.identity_numbers import read_personal_number
from verkstad.domain.records import Note, Participant
from verkstad.storage.keys import KeyRing

PASSWORD = "".join(("kvarn", "sten ", "och ", "blåbär"))
NAMES, PERSONAL_NUMBERS, NOTES, TYPED = 10, 20, 15, 5
CANARIES = NAMES + PERSONAL_NUMBERS + NOTES + TYPED

Keys = dict[str, dict[str, bytes]]


def make(folder: Path) -> None:
    """Make a folder as in real use, with canaries as names, personal numbers and notes."""
    program.shipped_keys()
    words = Canaries()
    workspace = sample.new_workspace(folder)
    sample.fill(workspace)
    workspace.security.change_password(sample.PASSWORD, PASSWORD)
    first = workspace.store.records(Participant).all()[0]
    with workspace.store.change("marked", "Fler deltagare", is_undoable=False) as change:
        change.insert_all(
            [
                replace(first, id=0, case_number=f"M-{at}", last_name="Ek", personal_number=number)
                for at, number in enumerate(_numbers())
            ]
        )
    people = [one for one in workspace.store.records(Participant).all() if one.personal_number]
    with workspace.store.change("marked", "Namn och anteckningar", is_undoable=False) as change:
        for person in people[:NAMES]:
            change.update(person, replace(person, last_name=words.put("name")))
        notes = [(one.id, f"Vi talade om {words.put('note')} idag.") for one in people[:NOTES]]
        change.insert_all(
            [Note(participant_id=who, noted_on=sample.TODAY, words=written) for who, written in notes]
        )
    workspace.copying.make()
    workspace.close()


def _numbers() -> list[str]:
    """Return the personal numbers of one day that are reserved for tests."""
    found = []
    for serial in range(980, 1000):
        for check in range(10):
            with contextlib.suppress(ValueError):
                written = f"{memory_image.NUMBERS}-{serial}{check}"
                found.append(read_personal_number(written, sample.TODAY).text)
    assert len(found) == PERSONAL_NUMBERS
    return found


def canaries() -> set[str]:
    """Return the canaries in the form in which the search reports them."""
    words = {f"q{number:04}kx" for number in range(NAMES + NOTES + TYPED)}
    return words | {number.replace("-", "")[2:] for number in _numbers()}


def keys_of(folder: Path) -> tuple[Keys, list[str]]:
    """Return the keys in every form that is searched for, and the digests of two of them."""
    opened = KeyRing.read(folder).unlock(PASSWORD)
    data_key, slot_key = bytes(opened.data_key), bytes(opened.slot_key)
    with (folder / "verkstad.db").open("rb") as file:
        salt = file.read(16)
    keys = {
        "data key": memory_image.forms_of_key(data_key),
        "slot key": memory_image.forms_of_key(slot_key),
        "seal key": {"raw": memory_image.page_seal_key(data_key, salt)},
        "password": memory_image.forms_of_words(PASSWORD),
    }
    return keys, [memory_image.digest(key) for key in (data_key, slot_key)]
