"""Slots: only the right secret opens one, and weak or altered slots are refused."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.slots import sealed
from tests.storage.conftest import QUICK
from verkstad.domain import recovery_code
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder, WrongSecret
from verkstad.storage import keys
from verkstad.storage.keys import CODES, FILE_NAMES, Cost, KeyRing, SlotKind

DATA_KEY = bytes(range(32))


def _ring(secret: str = "hemligt") -> KeyRing:
    return KeyRing((sealed(DATA_KEY, secret, "password", 7, QUICK),))


def test_the_right_password_gives_the_key_and_whose_it_is() -> None:
    opened = _ring().unlock("hemligt")
    assert (opened.data_key, opened.staff_id) == (DATA_KEY, 7)
    assert DATA_KEY.hex() not in repr(opened)
    assert opened.slot_key.hex() not in repr(opened)


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=40))
def test_any_other_text_does_not_open(other: str) -> None:
    ring = _ring()
    if unicodedata.normalize("NFC", other) != "hemligt":
        with pytest.raises(WrongSecret):
            ring.unlock(other)


@pytest.mark.parametrize("secret", (" mellanslag ", "å" * 3, "lång " * 200, "😀", "rad\nbrytning", "\t", "0"))
def test_passwords_are_taken_literally(secret: str) -> None:
    assert _ring(secret).unlock(secret).data_key == DATA_KEY
    for near in (secret.strip() + "x", secret + " "):
        with pytest.raises(WrongSecret):
            _ring(secret).unlock(near)


def test_the_two_ways_to_write_å_are_one_password() -> None:
    assert _ring(unicodedata.normalize("NFD", "blåbär")).unlock(unicodedata.normalize("NFC", "blåbär"))


def test_an_altered_slot_does_not_open() -> None:
    slot = _ring().slots[0]
    assert slot.open_with(slot.key_of("hemligt")) == DATA_KEY
    for altered in (
        replace(slot, staff_id=8),
        replace(slot, kind="recovery"),
        replace(slot, kind="manager"),
        replace(slot, id="0" * 16),
        replace(slot, made_on="2026-11-21"),
        replace(slot, cost=Cost(memory=128, passes=1, lanes=1)),
    ):
        assert altered.open_with(altered.key_of("hemligt")) is None


def test_the_shipped_cost_is_above_the_floor(shipped_floor: Cost) -> None:
    cost, floor = Cost(), shipped_floor
    assert (cost.memory, cost.passes, cost.lanes) >= (floor.memory, floor.passes, floor.lanes)
    assert floor.memory >= 64 * 1024


def test_a_weak_slot_is_refused_whatever_the_file_says(tmp_path: Path, shipped_floor: Cost) -> None:
    _ring().write(tmp_path)
    with pytest.raises(DamagedFolder, match="Nyckelfilerna"):
        KeyRing.read(tmp_path)


def test_a_weaker_slot_among_others_is_never_tried(tmp_path: Path, shipped_floor: Cost) -> None:
    strong = sealed(DATA_KEY, "nyare", "password", 7, shipped_floor)
    KeyRing((_SLOT, strong), 1).write(tmp_path)
    ring = KeyRing.read(tmp_path)
    assert (ring.slots, ring.unusable) == ((strong,), 1)
    with pytest.raises(WrongSecret):
        ring.unlock("hemligt")


def test_a_slot_that_would_take_all_memory_is_refused(tmp_path: Path, quick_keys: Cost) -> None:
    slot = replace(_ring().slots[0], cost=Cost(memory=2**40, passes=1, lanes=1))
    KeyRing((slot,)).write(tmp_path)
    with pytest.raises(DamagedFolder):
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
    code = "7K2M-9QXT-4HWA-B3ND-0CVE-5RGY-8SPJ-1FZK-" + recovery_code._check(
        "7K2M9QXT4HWAB3ND0CVE5RGY8SPJ1FZK"
    )
    assert recovery_code.normalise(code)
    assert not recovery_code.slip(code)
    for at, letter in enumerate(code):
        if letter != "-":
            wrong = code[:at] + ("X" if letter != "X" else "Y") + code[at + 1 :]
            assert "skrivfel" in recovery_code.slip(wrong)
            assert not recovery_code.normalise(wrong)
            assert "men här är 35" in recovery_code.slip(code[:at] + code[at + 1 :])


@pytest.mark.parametrize(
    "password", ("", "kort", "grön båt lång häst vid havet i natt", "CORRECTHORSEBATTERYSTAPERYARDSTEXAS")
)
def test_a_password_is_not_taken_for_a_mistyped_code(password: str) -> None:
    assert recovery_code.slip(password) == ""


@pytest.mark.parametrize("kind", CODES)
def test_a_mistyped_code_is_said_to_be_mistyped(kind: SlotKind) -> None:
    code = recovery_code.new()
    ring = KeyRing((sealed(DATA_KEY, recovery_code.normalise(code), kind, 1, QUICK),))
    assert ring.unlock(code).data_key == DATA_KEY
    with pytest.raises(WrongSecret, match="skrivfel"):
        ring.unlock(code[:-1] + ("2" if code[-1] != "2" else "3"))
    with pytest.raises(WrongSecret, match="rätt skriven men öppnar inte"):
        ring.unlock(recovery_code.new())
    with pytest.raises(WrongSecret, match="Lösenordet stämmer inte"):
        ring.unlock("hemligt")


def test_a_code_is_no_password_and_a_password_that_looks_like_a_code_is_one() -> None:
    code = recovery_code.new()
    ring = KeyRing((sealed(DATA_KEY, code, "password", 1, QUICK),))
    assert ring.unlock(code).staff_id == 1
    with pytest.raises(WrongSecret):
        ring.unlock(code.lower())


def test_what_has_opened_opens_again_until_its_slot_is_replaced() -> None:
    ring = _ring()
    opened = ring.unlock("hemligt")
    second = sealed(DATA_KEY, "annat", "password", 7, QUICK)
    assert ring.opens_with(opened)
    assert ring.changed(second).opens_with(opened)
    assert not ring.changed(second, without=frozenset({opened.slot_id})).opens_with(opened)
    assert not KeyRing((replace(ring.slots[0], salt="00" * 16),)).opens_with(opened)
    assert not ring.opens_with(replace(opened, data_key=bytes(32)))


def test_only_so_many_slots() -> None:
    ring = _ring()
    for _ in range(keys.MOST_SLOTS - 1):
        ring = ring.changed(replace(ring.slots[0], id=recovery_code.secrets.token_hex(8)))
    with pytest.raises(VerkstadError, match="Högst 16"):
        ring.changed(ring.slots[0])


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_facts: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(keys, "Argon2id", refuse)
    ring = KeyRing((replace(_SLOT, id="1" * 16),))
    with pytest.raises(VerkstadError, match="för lite ledigt minne"):
        ring.unlock("hemligt")


_SLOT = sealed(DATA_KEY, "hemligt", "password", 7, QUICK)
