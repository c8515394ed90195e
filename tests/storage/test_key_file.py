"""The slot file: one whole copy is enough, the later generation applies, and hostile content is only refused."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.slots import sealed
from tests.storage.conftest import QUICK
from verkstad.domain.folder_faults import DamagedFolder, FolderUnwritable, NewerFolder, WrongSecret
from verkstad.storage import key_file, keys
from verkstad.storage.keys import FILE_NAMES, KeyRing

DATA_KEY = bytes(range(32))
FIRST = sealed(DATA_KEY, "hemligt", "password", 7, QUICK, "2026-11-21")
SECOND = sealed(DATA_KEY, "nyare", "password", 7, QUICK, "2026-11-22")
RING = KeyRing((FIRST,), 1)
NEXT = RING.changed(SECOND, without=frozenset({FIRST.id}))

pytestmark = pytest.mark.usefixtures("quick_keys")
Alter = Callable[[dict[str, Any]], object]


def _summed(stored: dict[str, Any]) -> dict[str, Any]:
    """Add a valid checksum, as the program or an attacker would."""
    body = {name: value for name, value in stored.items() if name != "checksum"}
    return {**body, "checksum": hashlib.sha256(key_file.canonical(body)).hexdigest()}


def _stored(ring: KeyRing) -> dict[str, Any]:
    slots = [slot.facts() for slot in ring.slots]
    return {"format": 2, "application": "verkstad", "generation": ring.generation, "slots": slots}


def _write_both(folder: Path, content: bytes | dict[str, Any]) -> None:
    for name in FILE_NAMES:
        (folder / name).write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())


@pytest.mark.parametrize("damaged", FILE_NAMES)
@pytest.mark.parametrize("content", (b"", b"{}", b"\x00" * 100, b'{"format": 1, "slots": []'))
def test_one_whole_copy_of_the_slot_file_is_enough(tmp_path: Path, damaged: str, content: bytes) -> None:
    RING.write(tmp_path)
    (tmp_path / damaged).write_bytes(content)
    assert KeyRing.read(tmp_path).unlock("hemligt").data_key == DATA_KEY
    assert KeyRing.damaged_copies(tmp_path) == [damaged]


def test_two_damaged_copies_are_said_plainly(tmp_path: Path) -> None:
    RING.write(tmp_path)
    for name in FILE_NAMES:
        content = json.loads((tmp_path / name).read_text())
        content["slots"][0]["staff_id"] = 99  # the checksum is now wrong
        (tmp_path / name).write_text(json.dumps(content))
    with pytest.raises(DamagedFolder, match="Återställ en säkerhetskopia"):
        KeyRing.read(tmp_path)


@pytest.mark.parametrize("later", FILE_NAMES)
def test_of_two_whole_copies_the_later_counts_and_the_other_is_healed(tmp_path: Path, later: str) -> None:
    (tmp_path / "old").mkdir()
    RING.write(tmp_path / "old")
    NEXT.write(tmp_path)
    [earlier] = [name for name in FILE_NAMES if name != later]
    (tmp_path / "old" / earlier).replace(tmp_path / earlier)
    ring = KeyRing.read(tmp_path)
    assert ring.unlock("nyare").data_key == DATA_KEY
    with pytest.raises(WrongSecret):
        ring.unlock("hemligt")
    assert KeyRing.damaged_copies(tmp_path) == [earlier]
    keys.heal(tmp_path)
    assert (tmp_path / earlier).read_bytes() == (tmp_path / later).read_bytes()
    assert KeyRing.read(tmp_path) == NEXT


def test_a_file_of_the_first_format_opens_and_is_written_anew(tmp_path: Path) -> None:
    slot = sealed(DATA_KEY, "hemligt", "password", 7, QUICK)
    body = [slot.facts()]
    checksum = hashlib.sha256(key_file.canonical(body)).hexdigest()
    _write_both(tmp_path, {"format": 1, "application": "verkstad", "slots": body, "checksum": checksum})
    ring = KeyRing.read(tmp_path)
    assert ring.unlock("hemligt").data_key == DATA_KEY
    ring.changed(SECOND).write(tmp_path)
    again = KeyRing.read(tmp_path)
    assert again.generation == 1
    assert again.unlock("hemligt").data_key == again.unlock("nyare").data_key == DATA_KEY
    assert json.loads((tmp_path / FILE_NAMES[0]).read_text())["format"] == 2


@pytest.mark.parametrize("newer", (FILE_NAMES[:1], FILE_NAMES[1:], FILE_NAMES))
def test_a_newer_program_is_not_written_over(tmp_path: Path, newer: tuple[str, ...]) -> None:
    RING.write(tmp_path)
    for name in newer:
        (tmp_path / name).write_text(json.dumps(_summed({"format": 3, "something": "else"})))
    with pytest.raises(NewerFolder):
        KeyRing.read(tmp_path)


def test_a_damaged_number_of_format_is_no_newer_program(tmp_path: Path) -> None:
    RING.write(tmp_path)
    first = tmp_path / FILE_NAMES[0]
    first.write_text(first.read_text().replace('"format": 2', '"format": 6'))
    assert KeyRing.read(tmp_path) == RING


def _slot(**facts: object) -> Alter:
    return lambda stored: stored["slots"][0].update(facts)


def _cost(**facts: object) -> Alter:
    return lambda stored: stored["slots"][0]["cost"].update(facts)


_BREACHES: dict[str, Alter] = {
    "no slots": lambda stored: stored.update(slots=[]),
    "slots that are no list": lambda stored: stored.update(slots={"0": FIRST.facts()}),
    "a slot that is no object": lambda stored: stored.update(slots=["slot"]),
    "too many slots": lambda stored: stored.update(slots=stored["slots"] * (keys.MOST_SLOTS + 1)),
    "a fact too many": _slot(extra=1),
    "a fact too few": lambda stored: stored["slots"][0].pop("nonce"),
    "an unknown kind": _slot(kind="guest"),
    "a kind that is no word": _slot(kind=["password"]),
    "a staff id that is true": _slot(staff_id=True),
    "a staff id of nobody": _slot(staff_id=0),
    "a staff id beyond SQLite": _slot(staff_id=2**70),
    "a staff id with a fraction": _slot(staff_id=7.0),
    "a short salt": _slot(salt="00" * 15),
    "a long salt": _slot(salt="00" * 17),
    "a salt in capitals": _slot(salt="AB" * 16),
    "a salt that is no hex": _slot(salt="zz" * 16),
    "a nonce of nothing": _slot(nonce=""),
    "a short key": _slot(wrapped="00" * 47),
    "an id with a line break": _slot(id="0" * 16 + "\n"),
    "a date that is none": _slot(made_on="2026-02-30"),
    "lone surrogates": _slot(id="\ud800" * 16),
    "no lanes": _cost(lanes=0),
    "too many lanes": _cost(lanes=17, memory=1024),
    "more lanes than memory": _cost(lanes=16),
    "no passes": _cost(passes=0),
    "endless passes": _cost(passes=10**9),
    "all memory": _cost(memory=2**40),
    "memory below the floor": _cost(memory=63),
    "no memory": _cost(memory=-1),
    "too much work": _cost(memory=1_048_576, passes=64),
    "a cost that is no object": _slot(cost=[1, 2, 3]),
    "a cost of null": _cost(memory=None),
    "a negative generation": lambda stored: stored.update(generation=-1),
    "a generation without end": lambda stored: stored.update(generation=10**40),
    "a generation that is no number": lambda stored: stored.update(generation="1"),
    "a format that is true": lambda stored: stored.update(format=True),
    "a format below any": lambda stored: stored.update(format=0),
    "another program": lambda stored: stored.update(application="other"),
}


@pytest.mark.parametrize("breach", _BREACHES)
def test_what_we_would_not_have_written_is_refused_though_its_checksum_fits(
    tmp_path: Path, breach: str
) -> None:
    stored = _stored(RING)
    _BREACHES[breach](stored)
    _write_both(tmp_path, _summed(stored))
    with pytest.raises(DamagedFolder):
        KeyRing.read(tmp_path)


@pytest.mark.parametrize(
    "content",
    (
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf{}",
        b"null",
        b"[]",
        b"7",
        b'{"format": NaN}',
        b'{"format": 1e999}',
        b'{"format": ' + b"9" * 5000 + b"}",
        b'{"format": 2, "format": 2, "slots": []}',
        b" " * 70_000,
    ),
    ids=range(12),
)
def test_what_is_hardly_json_is_refused(tmp_path: Path, content: bytes) -> None:
    _write_both(tmp_path, content)
    with pytest.raises(DamagedFolder):
        KeyRing.read(tmp_path)


def test_one_broken_slot_does_not_shut_the_others_out(tmp_path: Path) -> None:
    stored = _stored(RING.changed(SECOND))
    stored["slots"][0]["cost"]["passes"] = 0
    stored["slots"].append(stored["slots"][1])  # and one slot twice
    _write_both(tmp_path, _summed(stored))
    ring = KeyRing.read(tmp_path)
    assert (ring.slots, ring.unusable) == ((SECOND,), 2)
    assert ring.unlock("nyare").data_key == DATA_KEY


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_file_is_a_no_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(json.dumps(_summed(_stored(RING)), indent=1).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    try:
        generation, slots = key_file.parse(bytes(content))
    except (ValueError, NewerFolder):
        return
    assert (generation, slots) == (1, [FIRST.facts()])


def test_a_pipe_or_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAMES[0]).mkdir()
    if os.name != "nt":
        os.mkfifo(tmp_path / FILE_NAMES[1])
    with pytest.raises(DamagedFolder):
        KeyRing.read(tmp_path)


def test_a_change_is_made_when_one_copy_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    RING.write(tmp_path)
    real = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target.name == FILE_NAMES[1]:
            raise OSError(5, "EIO")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    NEXT.write(tmp_path)
    assert KeyRing.read(tmp_path) == NEXT
    assert KeyRing.damaged_copies(tmp_path) == [FILE_NAMES[1]]
    assert sorted(path.name for path in tmp_path.iterdir()) == list(FILE_NAMES)


@pytest.mark.parametrize("failing", (0, 1))
def test_a_change_that_does_not_reach_the_disk_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    RING.write(tmp_path)
    calls = iter(range(10))

    def fail(_handle: int) -> None:
        if next(calls) == failing:
            raise OSError(28, "ENOSPC")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FolderUnwritable, match="full"):
        NEXT.write(tmp_path)
    assert KeyRing.read(tmp_path) == RING
    assert sorted(path.name for path in tmp_path.iterdir()) == list(FILE_NAMES)


def test_nothing_changes_when_the_block_between_fails(tmp_path: Path) -> None:
    RING.write(tmp_path)
    with pytest.raises(KeyError), NEXT.taking_over(tmp_path):
        raise KeyError
    assert KeyRing.read(tmp_path) == RING
    assert KeyRing.damaged_copies(tmp_path) == []


def test_each_copy_is_synced_before_it_gets_its_name_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real = Path.replace

    def replace_and_note(self: Path, target: Path) -> Path:
        steps.append(target.name)
        return real(self, target)

    monkeypatch.setattr(os, "fsync", lambda _handle: steps.append("sync"))
    monkeypatch.setattr(Path, "replace", replace_and_note)
    RING.write(tmp_path)
    folder = ["sync"] if os.name != "nt" else []
    assert steps == ["sync", "sync", FILE_NAMES[0], *folder, FILE_NAMES[1], *folder]


def test_what_a_crash_left_half_way_is_swept(tmp_path: Path) -> None:
    RING.write(tmp_path)
    stray = tmp_path / f".{FILE_NAMES[0]}.0123abcd"
    stray.write_bytes(b"an older ring")
    keys.heal(tmp_path)
    assert not stray.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_the_user_may_read_a_slot_file_at_any_time(tmp_path: Path) -> None:
    with RING.taking_over(tmp_path):
        assert [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()] == [0, 0]
    assert [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()] == [0, 0]
