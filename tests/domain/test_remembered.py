"""Caches of results on user text are all cleared together, and there are no other such caches."""

import re
from pathlib import Path

from verkstad.domain import remembered, swedish
from verkstad.storage import columns

_PROGRAM = Path(__file__).parents[2] / "verkstad"


def test_everything_is_forgotten() -> None:
    swedish.fold("Öberg")
    columns.day_of("1987-06-12")
    kept = [swedish._without_marks, columns.day_of]
    assert all(one.cache_info().currsize for one in kept)
    remembered.forget()
    assert not any(one.cache_info().currsize for one in remembered._REMEMBERED)
    assert all(one in remembered._REMEMBERED for one in kept)


def test_nothing_else_keeps_results_for_words() -> None:
    """`cache` is for a fixed number of results: icons, fonts, municipalities, years, record types, hyphenation."""
    using = {
        path.relative_to(_PROGRAM).as_posix()
        for path in _PROGRAM.rglob("*.py")
        if re.search(r"\blru_cache\b", path.read_text(encoding="utf-8"))
    }
    assert using == {"domain/remembered.py"}
    cached = {
        path.relative_to(_PROGRAM).as_posix()
        for path in _PROGRAM.rglob("*.py")
        if re.search(r"@(functools\.)?cache\b", path.read_text(encoding="utf-8"))
    }
    assert cached == {
        "documents/kit/face.py",
        "documents/kit/text.py",
        "domain/belonging.py",
        "domain/municipalities.py",
        "domain/working_days.py",
        "storage/log_row.py",
        "storage/tampering.py",
        "ui/kit/background.py",
        "ui/kit/icons.py",
    }
