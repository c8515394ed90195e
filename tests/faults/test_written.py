"""The search for canaries finds them in every encoding and compression."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.canary_words import Canaries, found_in
from tests.faults.written import Written
from tests.ui import sample
from verkstad.domain.records import Participant

WORD = Canaries(17).put("here").encode()


def _zipped(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inre.xml", content)
    return made.getvalue()


def _paper(tmp_path: Path) -> bytes:
    workspace = sample.new_workspace(tmp_path / "data")
    person = Participant(first_name=WORD.decode(), last_name="Ek", birth_year=1980)
    made = workspace.papers.action_plan_file(workspace.participants.add(person, None).id)
    workspace.close()
    assert WORD not in made
    return made


@pytest.mark.parametrize(
    "how", ("plain", "wide", "deflated", "gzip", "zip in zip", "paper", "paper in a zip", "name")
)
def test_a_word_is_found(how: str, tmp_path: Path) -> None:
    plain = b"hej " * 20 + WORD
    packings: dict[str, Callable[[], bytes]] = {
        "plain": lambda: plain,
        "wide": lambda: plain.decode().encode("utf-16"),
        "deflated": lambda: b"\0" * 7 + zlib.compress(plain),
        "gzip": lambda: gzip.compress(plain),
        "zip in zip": lambda: _zipped(_zipped(plain)),
        "paper": lambda: _paper(tmp_path),
        "paper in a zip": lambda: _zipped(_paper(tmp_path)),
        "name": lambda: b"",
    }
    content = packings[how]()
    place = "/home/siv/" + (WORD.decode() if how == "name" else "fil")
    written = Written()
    written.content[place] += content
    room, asked = tmp_path / "room", tmp_path / "room" / "asked"
    asked.mkdir(parents=True)
    (room / "fil").write_bytes(content)
    (asked / "fil").write_bytes(plain)
    found = written.readable(found_in, room, asked)
    here = {place, str(room / "fil")} if how != "name" else {f"the name {place}"}
    assert found == {17: here}
    assert not Written().readable(found_in, asked, asked)
