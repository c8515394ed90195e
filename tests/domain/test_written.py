"""Text as it is written in files: tidied, compared and quoted."""

import pytest

from verkstad.domain.written import key_of, quoted, tidy


@pytest.mark.parametrize(
    ("written", "read"),
    (
        ("  Åsa\u00a0", "Åsa"),
        ("Storgatan 1\r\nByn", "Storgatan 1 Byn"),
        ("Siv\tTallvik", "Siv Tallvik"),
        ("\ufeffSiv\x00", "Siv"),
        ("\u202eviS", "viS"),
        ("A\u030asa", "Åsa"),
    ),
)
def test_a_line_is_tidied(written: str, read: str) -> None:
    assert tidy(written) == read
    assert tidy(read) == read


def test_keys_are_compared_as_people_do() -> None:
    assert key_of(7.0) == key_of("7") == key_of(" 7,0 ") != key_of("07")
    assert key_of("D  1") == key_of("d 1")


def test_numbers_that_may_be_somebodys_are_not_repeated() -> None:
    assert quoted("19900101-9802") == ""
    assert quoted("asa@example.invalid") == ""
    assert quoted("Kocken") == "”Kocken”"
