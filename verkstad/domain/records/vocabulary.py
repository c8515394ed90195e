"""Editable vocabularies and settings, as they are stored."""

from dataclasses import dataclass
from typing import ClassVar

from verkstad.domain.fields import OPEN, Record, flag, line, number, text


@dataclass(frozen=True, slots=True)
class Term(Record):
    """A term of a vocabulary. Its key never changes; the user may edit label, order and definition."""

    table: ClassVar[str] = "terms"
    label: ClassVar[str] = "Ord i ordlista"
    new_label: ClassVar[str] = "Nytt ord"

    vocabulary: str = line("Ordlista", OPEN, required=True)
    key: str = line("Id", OPEN, required=True)
    name: str = line("Ord", OPEN, required=True)
    position: int | None = number("Ordning", OPEN, default=0)
    group: str = line("Grupp", OPEN)
    marks: str = line("Märkning", OPEN, help="W: arbete i Kolada. S: studier i Kolada.")
    definition: str = text("Betyder", OPEN)
    is_active: bool = flag("Används", OPEN, default=True)


@dataclass(frozen=True, slots=True)
class Setting(Record):
    table: ClassVar[str] = "settings"
    label: ClassVar[str] = "Inställning"

    key: str = line("Namn", OPEN, required=True)
    value: str = text("Värde", OPEN)
