"""Each of 80 kinds of password opens, and nothing similar does."""

import unicodedata

import pytest

from tests.slots import sealed
from tests.storage.conftest import QUICK
from tests.storage.passwords import PASSWORDS
from verkstad.domain import recovery_code
from verkstad.domain.folder_faults import WrongSecret
from verkstad.storage.keys import Cost, KeyRing

DATA_KEY = bytes(range(32))


def _ring(secret: str, cost: Cost = QUICK) -> KeyRing:
    return KeyRing((sealed(DATA_KEY, secret, "password", 1, cost),))


def _near(secret: str) -> set[str]:
    """Return what someone might type instead, or what a careless program might treat as equal."""
    near = {
        "",
        secret + " ",
        " " + secret,
        secret + "\x00",
        secret + "\n",
        secret[:-1],
        secret[1:],
        secret.strip(),
        secret.swapcase(),
        secret.replace("\x00", ""),
        secret.encode("ascii", "ignore").decode(),
        unicodedata.normalize("NFKC", secret),
    }
    return {one for one in near if _same(one) != _same(secret)}


def _same(secret: str) -> str:
    return unicodedata.normalize("NFC", secret)


@pytest.mark.parametrize("kind", PASSWORDS)
def test_each_opens_and_nothing_near_it_does(kind: str) -> None:
    secret = PASSWORDS[kind]
    ring = _ring(secret)
    for form in ("NFC", "NFD"):
        assert ring.unlock(unicodedata.normalize(form, secret)).data_key == DATA_KEY
    for near in _near(secret):
        with pytest.raises(WrongSecret):
            ring.unlock(near)


@pytest.mark.slow
def test_none_opens_another() -> None:
    rings = {kind: _ring(secret) for kind, secret in PASSWORDS.items()}
    alike = {("Swedish letters", "Swedish letters taken apart"), ("Korean", "Korean taken apart")}
    for kind, secret in PASSWORDS.items():
        for other, ring in rings.items():
            if kind == other or (kind, other) in alike or (other, kind) in alike:
                continue
            with pytest.raises(WrongSecret):
                ring.unlock(secret)


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ("four words", "Arabic", "a nul inside"))
def test_some_at_the_cost_that_is_shipped(kind: str, shipped_floor: Cost) -> None:
    cost = Cost()
    assert cost.memory >= shipped_floor.memory
    ring = _ring(PASSWORDS[kind], cost)
    assert ring.unlock(PASSWORDS[kind]).data_key == DATA_KEY
    with pytest.raises(WrongSecret):
        ring.unlock(PASSWORDS[kind] + "x")


@pytest.mark.heavy
def test_a_code_at_the_cost_that_is_shipped() -> None:
    code = recovery_code.new()
    ring = KeyRing((sealed(DATA_KEY, recovery_code.normalise(code), "manager", 2, Cost()),))
    assert ring.unlock(code.lower().replace("-", " ")).staff_id == 2
