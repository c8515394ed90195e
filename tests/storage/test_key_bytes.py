"""Keys in memory are overwritten when they are wiped, when their last reference goes, and by each holder."""

import ctypes
import gc
from datetime import datetime
from pathlib import Path

import pytest

from verkstad.domain.errors import VerkstadError
from verkstad.services.copy_work import Rehearsal
from verkstad.storage import copies, data_folder
from verkstad.storage.key_bytes import Key
from verkstad.storage.store import Store

NOW = datetime(2026, 10, 1, 12)  # noqa: DTZ001 - local time
_SECRET = bytes(range(1, 33))


def _where(key: bytearray) -> int:
    """Return the address of the bytes."""
    return ctypes.addressof(ctypes.c_char.from_buffer(key))


def test_a_wiped_key_is_overwritten_where_it_lies() -> None:
    key = Key(_SECRET)
    at = _where(key)
    assert ctypes.string_at(at, 32) == _SECRET
    key.wipe()
    assert ctypes.string_at(at, 32) == bytes(32)
    assert len(key) == 32


def test_a_key_that_nobody_holds_is_overwritten_without_being_collected() -> None:
    wiped: list[int] = []

    class Watched(Key):
        def wipe(self) -> None:
            super().wipe()
            wiped.append(sum(self))

    key = Watched(_SECRET)
    gc.disable()
    try:
        del key
        assert wiped == [0]
    finally:
        gc.enable()


def test_a_key_of_ones_own_outlives_the_others() -> None:
    key = Key(_SECRET)
    own = Key(key)
    key.wipe()
    assert own == _SECRET


def test_a_key_shows_nothing() -> None:
    key = Key(b"synligt")
    assert "synligt" not in f"{key} {key!r}"


def test_the_forms_of_a_key() -> None:
    assert Key(_SECRET).in_hexadecimal() == _SECRET.hex().encode()
    assert Key.joined(b"x'", Key(b"ab"), b"'") == b"x'ab'"
    for words in ("", "rallarros", "lång häst", "\ud800", "𝄞 och e\u0301"):
        assert Key.of_words(words) == words.encode(errors="surrogatepass")


@pytest.fixture
def opened(tmp_path: Path, quick_keys) -> Store:  # type: ignore[no-untyped-def]
    return data_folder.create(tmp_path / "data", "hemligt", lambda: NOW, cost=quick_keys)[0]


def test_a_closed_store_holds_no_key_and_its_copy_keeps_its_own(opened: Store) -> None:
    unlocked = opened.unlocked
    assert unlocked is not None
    assert any(opened.data_key)
    making = copies.begin(opened, opened.folder / copies.FOLDER_NAME, NOW)
    lock = making.detach()
    assert lock is not None
    assert not any(opened.data_key)
    assert not any(unlocked.data_key)
    assert not any(unlocked.slot_key)
    making.copy_all()
    lock.release()
    held = [making._data_key, making._unlocked.data_key, making._unlocked.slot_key]  # type: ignore[union-attr]
    assert all(any(key) for key in held)
    making.finish()
    assert not any(any(key) for key in held)


def test_a_copy_that_is_given_up_holds_no_key(opened: Store) -> None:
    making = copies.begin(opened, opened.folder / copies.FOLDER_NAME, NOW)
    key = making._data_key
    making.abandon()
    assert not any(key)
    assert any(opened.data_key)
    opened.close()


@pytest.mark.parametrize("is_whole", (True, False))
def test_a_rehearsal_holds_no_key_when_it_is_over(opened: Store, *, is_whole: bool) -> None:
    place = opened.folder / copies.FOLDER_NAME
    copy = copies.make(opened, place, NOW)
    rehearsal = Rehearsal(opened, copy, place, NOW)
    while not rehearsal.step():
        pass
    opened.close()
    key = rehearsal._data_key
    assert any(key)
    if is_whole:
        assert rehearsal.run() > 0
    else:
        (copy.path / "verkstad.db").write_bytes(b"x" * 8192)
        with pytest.raises(VerkstadError):
            rehearsal.run()
    assert not any(key)
