"""Facts about a record's fields: declared once on the field, read by form, list, paper, file and log."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Self


class Kind(Enum):
    """What sort of value a field holds. Closed: a new kind needs two screens that want it."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    TERM = "term"
    LINK = "link"


LONGEST_LINE = 32_767
"""Characters: what a cell of a spreadsheet takes, so that what is stored can be exported."""


class DataClass(Enum):
    """How secret a value is. Lists, exports, prints, logs and file names obey it."""

    OPEN = "open"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    PROTECTED = "protected"


OPEN, PERSONAL = DataClass.OPEN, DataClass.PERSONAL
SENSITIVE, PROTECTED = DataClass.SENSITIVE, DataClass.PROTECTED


class Choice(StrEnum):
    """A closed set: each member has a stable id and a Swedish label."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """The member with an id; raises KeyError when there is none."""
        return {member.value: member for member in cls}[value]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What is true of a field. Never how it looks."""

    label: str
    kind: Kind
    data_class: DataClass
    required: bool = False
    help: str = ""
    choices: type[Choice] | None = None
    vocabulary: str = ""
    several: bool = False
    target: str = ""  # the table a link points to
    decimals: int = 0
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The base of all records. `id` is 0 until the record is stored."""

    table: ClassVar[str] = ""
    label: ClassVar[str] = ""
    new_label: ClassVar[str] = ""  # what a new one is called where it is added by itself
    sheet: ClassVar[str] = ""  # of the exported workbook, for a register that the import does not read
    searched: ClassVar[tuple[str, ...]] = ()  # the fields that a search in daily work may look in

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
    """The facts of each field but `id`, by field name, in the order of declaration."""
    if record_type not in _FACTS:
        fields = dataclasses.fields(record_type)
        found = {field.name: field.metadata["fact"] for field in fields if "fact" in field.metadata}
        _FACTS[record_type] = MappingProxyType(found)
    return _FACTS[record_type]


_FACTS: dict[type[Record], Mapping[str, Fact]] = {}
