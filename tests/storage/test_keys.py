"""Slots: only the right secret opens, weak or altered ones are refused, one copy of the file is enough."""

import json
import time
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.conftest import QUICK
from verkstad.storage import keys, recovery_code
from verkstad.storage.faults import DamagedFolder, NewerFolder, WrongSecret
from verkstad.storage.keys import FILE_NAMES, Cost, KeyRing, Slot

DATA_KEY = bytes(range(32))


def _ring(secret: str = "hemligt") -> KeyRing:
    return KeyRing((Slot.seal(DATA_KEY, secret, "password", 7, QUICK),))


def test_the_right_password_gives_the_key_and_whose_it_is() -> None:
    assert _ring().unlock("hemligt") == (DATA_KEY, 7)


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=40))
def test_any_other_text_does_not_open(other: str) -> None:
    ring = _ring()
    if unicodedata.normalize("NFC", other) != "hemligt":
        with pytest.raises(WrongSecret):
            ring.unlock(other)


@pytest.mark.parametrize("secret", (" mellanslag ", "å" * 3, "lång " * 200, "😀", "rad\nbrytning", "\t", "0"))
def test_passwords_are_taken_literally(secret: str) -> None:
    assert _ring(secret).unlock(secret)[0] == DATA_KEY
    for near in (secret.strip() + "x", secret + " "):
        with pytest.raises(WrongSecret):
            _ring(secret).unlock(near)


def test_the_two_ways_to_write_å_are_one_password() -> None:
    assert _ring(unicodedata.normalize("NFD", "blåbär")).unlock(unicodedata.normalize("NFC", "blåbär"))


def test_an_altered_slot_does_not_open() -> None:
    slot = _ring().slots[0]
    for altered in (replace(slot, staff_id=8), replace(slot, kind="recovery"), replace(slot, id="0" * 16)):
        assert altered.unseal("hemligt") is None


def test_the_shipped_cost_is_above_the_floor_and_takes_noticeable_time(shipped_floor: Cost) -> None:
    cost, floor = Cost(), shipped_floor
    assert (cost.memory, cost.passes, cost.lanes) >= (floor.memory, floor.passes, floor.lanes)
    assert floor.memory >= 64 * 1024
    before = time.process_time()
    Slot.seal(DATA_KEY, "hemligt", "password", 1, cost)
    assert time.process_time() - before > 0.05


def test_a_weak_slot_is_refused_whatever_the_file_says(tmp_path: Path, shipped_floor: Cost) -> None:
    _ring().write(tmp_path)
    with pytest.raises(DamagedFolder, match="Nyckelfilerna"):
        KeyRing.read(tmp_path)


def test_a_slot_that_would_take_all_memory_is_refused(tmp_path: Path, quick_keys: Cost) -> None:
    slot = replace(_ring().slots[0], cost=Cost(memory=2**40, passes=1, lanes=1))
    KeyRing((slot,)).write(tmp_path)
    with pytest.raises(DamagedFolder):
        KeyRing.read(tmp_path)


@pytest.mark.parametrize("damaged", FILE_NAMES)
@pytest.mark.parametrize("content", (b"", b"{}", b"\x00" * 100, b'{"format": 1, "slots": []'))
def test_one_whole_copy_of_the_slot_file_is_enough(
    tmp_path: Path, quick_keys: Cost, damaged: str, content: bytes
) -> None:
    _ring().write(tmp_path)
    (tmp_path / damaged).write_bytes(content)
    assert KeyRing.read(tmp_path).unlock("hemligt")[0] == DATA_KEY


def test_two_damaged_copies_are_said_plainly(tmp_path: Path, quick_keys: Cost) -> None:
    _ring().write(tmp_path)
    for name in FILE_NAMES:
        content = json.loads((tmp_path / name).read_text())
        content["slots"][0]["staff_id"] = 99  # the checksum no longer fits
        (tmp_path / name).write_text(json.dumps(content))
    with pytest.raises(DamagedFolder, match="Återställ en säkerhetskopia"):
        KeyRing.read(tmp_path)


def test_a_newer_slot_file_is_told_from_a_damaged_one(tmp_path: Path, quick_keys: Cost) -> None:
    _ring().write(tmp_path)
    for name in FILE_NAMES:
        content = json.loads((tmp_path / name).read_text())
        (tmp_path / name).write_text(json.dumps({**content, "format": keys.FORMAT + 1}))
    with pytest.raises(NewerFolder):
        KeyRing.read(tmp_path)


def test_the_key_stands_nowhere_in_the_file(tmp_path: Path) -> None:
    _ring().write(tmp_path)
    for name in FILE_NAMES:
        content = (tmp_path / name).read_bytes()
        assert DATA_KEY not in content
        assert DATA_KEY.hex().encode() not in content
        assert b"hemligt" not in content


def test_a_recovery_code_is_read_as_people_write_it() -> None:
    code = recovery_code.new()
    body = recovery_code.normalise(code)
    assert len(body) == 32
    assert recovery_code.normalise(f"  {code.lower().replace('-', ' ')} ") == body
    assert recovery_code.normalise(code.replace("0", "O").replace("1", "l")) == body


def test_every_single_slip_in_a_code_is_told_from_a_wrong_code() -> None:
    code = recovery_code.new()
    caught = total = 0
    for at, letter in enumerate(code):
        if letter == "-":
            continue
        slip = code[:at] + ("X" if letter != "X" else "Y") + code[at + 1 :]
        total += 1
        caught += recovery_code.looks_mistyped(slip) and not recovery_code.normalise(slip)
    assert caught == total == 36


def test_a_mistyped_code_is_said_to_be_mistyped() -> None:
    code = recovery_code.new()
    ring = KeyRing((Slot.seal(DATA_KEY, recovery_code.normalise(code), "recovery", 1, QUICK),))
    assert ring.unlock(code)[0] == DATA_KEY
    with pytest.raises(WrongSecret, match="skrivfel"):
        ring.unlock(code[:-1] + ("2" if code[-1] != "2" else "3"))
    with pytest.raises(WrongSecret, match="Lösenordet stämmer inte"):
        ring.unlock(recovery_code.new())
