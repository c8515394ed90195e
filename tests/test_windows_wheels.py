"""Missing Windows wheels are reported, but not on a machine where pip finds nothing at all."""

from collections.abc import Sequence

import pytest

from tests import windows_wheels


@pytest.mark.parametrize(
    ("windows", "here", "code", "words"),
    (
        ("", "", 0, "wheels"),
        ("No matching distribution", "", 1, "lacks a wheel: No matching"),
        (
            "No matching distribution",
            "no network",
            0,
            "Not shown, for pip finds nothing at all here: no network",
        ),
    ),
)
def test_what_is_missing_is_told(
    windows: str,
    here: str,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def answer(dependencies: Sequence[str], *options: str) -> tuple[list[str], str]:
        assert any(one.startswith("PySide6") for one in dependencies)
        return [], windows if "win_amd64" in options else here

    monkeypatch.setattr(windows_wheels, "resolved", answer)
    assert windows_wheels.main() == code
    said = capsys.readouterr()
    assert words in said.out + said.err
