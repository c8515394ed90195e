"""Facts about a record's fields: declared once on the field, read by forms, lists, papers, files and the log."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Self


class Kind(Enum):
    """The kind of value that a field holds. The set is closed: add a kind only when two screens need it."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    TERM = "term"
    LINK = "link"


LONGEST_LINE = 32_767
"""In characters: the limit of a spreadsheet cell. Whatever is stored can then be exported."""


class DataClass(Enum):
    """How secret a value is. Lists, exports, papers, logs and file names must follow it."""

    OPEN = "open"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    PROTECTED = "protected"


OPEN, PERSONAL = DataClass.OPEN, DataClass.PERSONAL
SENSITIVE, PROTECTED = DataClass.SENSITIVE, DataClass.PROTECTED


class Choice(StrEnum):
    """The base of closed sets. Each member has a stable id and a Swedish label."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """Return the member with an id; raises KeyError when there is none."""
        return {member.value: member for member in cls}[value]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """The facts about a field. How the field looks on screen is not among them."""

    label: str
    kind: Kind
    data_class: DataClass
    required: bool = False
    help: str = ""
    choices: type[Choice] | None = None
    vocabulary: str = ""
    several: bool = False
    target: str = ""  # the table that a link points to
    decimals: int = 0
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The base of all records. `id` is 0 until the record is stored."""

    table: ClassVar[str] = ""
    label: ClassVar[str] = ""
    new_label: ClassVar[str] = ""  # the name of a new record, if such records can be added by themselves
    sheet: ClassVar[str] = ""  # in the exported workbook, for a register that the import does not read
    searched: ClassVar[tuple[str, ...]] = ()  # the fields that the everyday search may use

    id: int = 0


def _field(default: Any, **facts: Any) -> Any:
    return dataclasses.field(default=default, metadata={"fact": Fact(**facts)})


def line(label: str, data_class: DataClass, *, default: str = "", **facts: Any) -> Any:
    """A single line of text; "" is a missing value."""
    return _field(default, label=label, kind=Kind.LINE, data_class=data_class, **facts)


def text(label: str, data_class: DataClass, **facts: Any) -> Any:
    """Several lines of free text; "" is a missing value."""
    return _field("", label=label, kind=Kind.TEXT, data_class=data_class, **facts)


def date_field(label: str, data_class: DataClass, **facts: Any) -> Any:
    """A calendar date or None."""
    return _field(None, label=label, kind=Kind.DATE, data_class=data_class, **facts)


def number(label: str, data_class: DataClass, *, default: float | None = None, **facts: Any) -> Any:
    """An int (no decimals) or a float (decimals > 0), or None."""
    return _field(default, label=label, kind=Kind.NUMBER, data_class=data_class, **facts)


def flag(label: str, data_class: DataClass, *, default: bool = False, **facts: Any) -> Any:
    """Yes or no."""
    return _field(default, label=label, kind=Kind.FLAG, data_class=data_class, **facts)


def choice(
    label: str, data_class: DataClass, choices: type[Choice], *, default: Choice | None = None, **facts: Any
) -> Any:
    """A member of a closed set, or None."""
    return _field(default, label=label, kind=Kind.CHOICE, data_class=data_class, choices=choices, **facts)


def term(label: str, data_class: DataClass, vocabulary: str, **facts: Any) -> Any:
    """The id of a term in an editable vocabulary; "" is a missing value."""
    return _field("", label=label, kind=Kind.TERM, data_class=data_class, vocabulary=vocabulary, **facts)


def terms(label: str, data_class: DataClass, vocabulary: str, **facts: Any) -> Any:
    """Several terms of a vocabulary, as a tuple of ids."""
    return _field(
        (), label=label, kind=Kind.TERM, data_class=data_class, vocabulary=vocabulary, several=True, **facts
    )


def link(label: str, target: str, *, data_class: DataClass = DataClass.OPEN, **facts: Any) -> Any:
    """The id of a record in the table `target`, or None."""
    return _field(None, label=label, kind=Kind.LINK, data_class=data_class, target=target, **facts)


def facts_of(record_type: type[Record]) -> Mapping[str, Fact]:
    """Return the facts by field name, in the order of declaration, for every field except `id`."""
    if record_type not in _FACTS:
        fields = dataclasses.fields(record_type)
        found = {field.name: field.metadata["fact"] for field in fields if "fact" in field.metadata}
        _FACTS[record_type] = MappingProxyType(found)
    return _FACTS[record_type]


_FACTS: dict[type[Record], Mapping[str, Fact]] = {}
