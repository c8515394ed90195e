"""The memory search finds what is put into another process, in every form; without this, no hit proves nothing."""

import os
import subprocess
import sys

import pytest

from tests.faults import memory_image

_WAITS = "import sys; kept = bytes.fromhex(sys.stdin.readline()); print(flush=True); sys.stdin.read()"
_KEY = bytes.fromhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
_KEYS = {"key": memory_image.forms_of_key(_KEY), "password": memory_image.forms_of_words("blåbär")}


def _found(content: bytes) -> tuple[set[str], dict[str, set[str]]]:
    holder = subprocess.Popen([sys.executable, "-c", _WAITS], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        holder.stdin.write(content.hex().encode() + b"\n")
        holder.stdin.flush()
        holder.stdout.readline()
        return memory_image.search([holder.pid], _KEYS)
    finally:
        holder.stdin.close()
        holder.wait()
        holder.stdout.close()


@pytest.mark.parametrize(("name", "form"), [(name, form) for name, forms in _KEYS.items() for form in forms])
def test_each_form_is_found(name: str, form: str) -> None:
    assert form in _found(b"..." + _KEYS[name][form] + b"...")[1][name]


@pytest.mark.parametrize("encoding", ("utf-8", "utf-16-le", "utf-32-le"))
def test_words_and_numbers_are_found_however_wide(encoding: str) -> None:
    written = "Zq0012kxÅ, 19870612-9809 och 198706129817, zq0013kxa".encode(encoding)
    assert _found(written)[0] == {"q0012kx", "q0013kx", "8706129809", "8706129817"}


def test_nothing_else_is_found() -> None:
    assert _found(os.urandom(64)) == (set(), {})


def test_the_round_keys_are_those_of_the_standard() -> None:
    """FIPS 197, appendix A.3."""
    rounds = memory_image.forms_of_key(_KEY)
    assert rounds["round 2"].hex() == "9ba354118e6925afa51a8b5f2067fcde"
    assert rounds["round 14"].hex() == "fe4890d1e6188d0b046df344706c631e"
