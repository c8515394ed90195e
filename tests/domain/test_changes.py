"""The texts of undo and redo for a change."""

import re
from pathlib import Path

import pytest

import verkstad.services
from verkstad.domain.changes import _DEFINITE, redone_words, undo_words, undone_words


@pytest.mark.parametrize(
    ("name", "offered", "told"),
    (
        ("Import av 34 deltagare", "Ångra importen av 34 deltagare", "importen av 34 deltagare"),
        ("Ny praktik: Arbetspraktik, Coop", "Ångra den nya praktiken: Arbetspraktik, Coop", None),
        ("Avslut: Siv Ek", "Ångra avslutet: Siv Ek", "avslutet: Siv Ek"),
        ("Praktik avslutad: Coop", "Ångra: Praktik avslutad: Coop", "Praktik avslutad: Coop"),
        ("Ny kontaktpersonal", "Ångra: Ny kontaktpersonal", "Ny kontaktpersonal"),
    ),
)
def test_what_undo_offers_and_tells(name: str, offered: str, told: str | None) -> None:
    assert undo_words(name) == offered
    if told:
        assert undone_words(name) == f"Ångrat: {told}"
        assert redone_words(name) == f"Gjort om: {told}"


def test_each_form_belongs_to_a_name_that_is_given() -> None:
    """If a service words a name differently, the entry for the old name must be removed."""
    folder = Path(verkstad.services.__path__[0])
    written = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    given = {words.strip() for words in re.findall(r'"([^"{\n]+)(?=["{])', written)}
    assert set(_DEFINITE) <= given
