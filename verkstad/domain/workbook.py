"""The import workbook: its sheets, columns, rows and faults. `exchange` reads and writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from verkstad.domain.fields import DataClass, Fact, Kind, Record, facts_of
from verkstad.domain.records import (
    RECORD_TYPES,
    Attendance,
    ContactPerson,
    Employer,
    EmployerContact,
    Enrolment,
    ExitFollowUp,
    Measurement,
    Participant,
    Placement,
    Referral,
    SupportCategoryPeriod,
    TrackPeriod,
    Validation,
)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its heading in the file, a key that is unique in the sheet, and the facts about its values."""

    heading: str
    key: str
    fact: Fact
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook. If `has_areas`, the sheet has further columns, one for each area of a wheel."""

    name: str
    columns: tuple[SheetColumn, ...]
    has_areas: bool = False

    def column(self, key: str) -> SheetColumn:
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that cannot be read or is impossible.

    `row` is the row number in the spreadsheet; 0 means the whole sheet. `file` is set when several files were read.
    """

    sheet: str
    row: int
    column: str
    problem: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row of a sheet: its row number and the keys of its columns. No keys means all columns."""

    number: int = 1
    keys: frozenset[str] = frozenset()
    file: str = ""


@dataclass(frozen=True, slots=True)
class WorkbookRow:
    """A row that is not empty: values by column key (areas by "area:" + heading). Empty cells are left out.

    `unread` are the columns whose values could not be read, or are required and missing. Such a row is checked, so
    that all its faults are reported in one go, but it is never stored.
    """

    number: int
    values: Mapping[str, Any]
    unread: frozenset[str] = frozenset()
    heading: Heading = Heading()

    def has(self, key: str) -> bool:
        """Whether the cell in the column is filled in, readable or not."""
        return key in self.values or key in self.unread


@dataclass(frozen=True, slots=True)
class Workbook:
    """The rows by sheet name, and everything that could not be read.

    `blind` are the sheets whose Nr are not all known, because a heading or the sheet's name was not understood: rows
    of other sheets that refer to such a Nr are not reported as faults. `left_out` names what the user chose to skip.
    """

    rows: dict[str, list[WorkbookRow]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    blind: set[str] = field(default_factory=set)


AREA = "area:"
"""The prefix of the key of a value in an area's column."""


def _of(record_type: type[Record], name: str, heading: str = "", *, is_required: bool = False) -> SheetColumn:
    """Declare a column for a field of a record. The heading is by default the field's label."""
    fact = facts_of(record_type)[name]
    return SheetColumn(heading or fact.label, f"{record_type.table}.{name}", fact, is_required)


def _word(heading: str, key: str, *, is_required: bool = False) -> SheetColumn:
    """Declare a column that refers to something else: a key of the file, a workshop, a module, a tool."""
    fact = Fact(label=heading, kind=Kind.LINE, data_class=DataClass.OPEN)
    return SheetColumn(heading, key, fact, is_required)


_PARTICIPANT = _word("Deltagare", "participant", is_required=True)
_EMPLOYER = _word("Arbetsgivare", "employer", is_required=True)

PARTICIPANTS = Sheet(
    "Deltagare",
    (
        _word("Nr", "nr", is_required=True),
        _of(Participant, "personal_number"),
        _of(Participant, "birth_year"),
        _of(Participant, "first_name"),
        _of(Participant, "last_name"),
        _of(Participant, "gender"),
        _of(Participant, "protection"),
        _of(Participant, "municipality"),
        _word("Verkstad", "workshop"),
        _of(Participant, "phone"),
        _of(Participant, "email"),
        _of(Participant, "education_level"),
        _of(Enrolment, "target_groups"),
        _of(Referral, "source"),
        _of(Referral, "referred_on"),
        _of(Enrolment, "started_on"),
        _of(Enrolment, "ended_on"),
        _of(Enrolment, "exit_manner"),
        _of(Enrolment, "exit_destination"),
        _of(SupportCategoryPeriod, "support_category"),
        _of(TrackPeriod, "track"),
        _of(Enrolment, "income_at_start"),
        _of(Enrolment, "income_at_exit"),
    ),
)
EMPLOYERS = Sheet(
    "Arbetsgivare",
    (
        _word("Nr", "nr", is_required=True),
        _of(Employer, "name", is_required=True),
        _of(Employer, "organisation_number"),
        _of(Employer, "industry"),
        _of(Employer, "place"),
        _of(ContactPerson, "name"),
        _of(ContactPerson, "phone"),
        _of(ContactPerson, "email"),
    ),
)
CONTACTS = Sheet(
    "Kontakter",
    (
        _EMPLOYER,
        _of(EmployerContact, "contacted_on", is_required=True),
        _of(EmployerContact, "channel"),
        _of(EmployerContact, "purpose"),
        _of(EmployerContact, "outcome"),
        _of(EmployerContact, "next_step"),
        _of(EmployerContact, "next_on"),
        _of(EmployerContact, "minutes"),
    ),
)
PLACEMENTS = Sheet(
    "Praktik",
    (
        _PARTICIPANT,
        _EMPLOYER,
        _of(Placement, "placement_type", is_required=True),
        _of(Placement, "started_on", is_required=True),
        _of(Placement, "planned_end_on"),
        _of(Placement, "ended_on"),
        _of(Placement, "extent"),
        _of(Placement, "supervisor"),
        _of(Placement, "end_reason"),
    ),
)
VALIDATIONS = Sheet(
    "Validering",
    (
        _PARTICIPANT,
        _word("Modul", "module", is_required=True),
        _of(Validation, "started_on", is_required=True),
        _of(Validation, "status", is_required=True),
        _of(Validation, "certificate_on"),
        _of(Validation, "effect_step"),
        _of(Validation, "effect_motivation"),
        _of(Validation, "effect_confidence"),
    ),
)
MEASUREMENTS = Sheet(
    "Mätningar",
    (
        _PARTICIPANT,
        _word("Verktyg", "tool", is_required=True),
        _of(Measurement, "measured_on", is_required=True),
        _of(Measurement, "occasion"),
        _of(Measurement, "answered_by"),
    ),
    has_areas=True,
)
ATTENDANCES = Sheet(
    "Närvaro",
    (
        _PARTICIPANT,
        _of(Attendance, "attended_on", is_required=True),
        _of(Attendance, "hours"),
        _of(Attendance, "status", is_required=True),
        _of(Attendance, "place"),
    ),
)
FOLLOW_UPS = Sheet(
    "Uppföljningar",
    (
        _PARTICIPANT,
        _of(ExitFollowUp, "done_on", "Datum", is_required=True),
        _of(ExitFollowUp, "months_after", is_required=True),
        _of(ExitFollowUp, "occupation", is_required=True),
    ),
)
SHEETS = (
    PARTICIPANTS,
    EMPLOYERS,
    CONTACTS,
    PLACEMENTS,
    VALIDATIONS,
    MEASUREMENTS,
    ATTENDANCES,
    FOLLOW_UPS,
)
"""All sheets of the import, in the order in which they are read, written and listed."""
IGNORED = "#"
"""Sheets and columns with this prefix are not read: the user's own, and registers that are only exported."""


def _register_sheet(record_type: type[Record]) -> Sheet:
    columns = (
        _word(fact.label, f"{record_type.table}.{name}") if fact.kind is Kind.LINK else _of(record_type, name)
        for name, fact in facts_of(record_type).items()
    )
    return Sheet(f"{IGNORED}{record_type.sheet}", tuple(columns))


REGISTERS = {_register_sheet(kind): kind for kind in RECORD_TYPES if kind.sheet}
"""The additional sheets of an export, which the import does not read, with their record types."""


def fields_of(row: WorkbookRow, record_type: type[Record]) -> dict[str, Any]:
    """Return the row's values that are fields of a record type, by field name."""
    prefix = f"{record_type.table}."
    return {key.removeprefix(prefix): value for key, value in row.values.items() if key.startswith(prefix)}


def own_key(record: Participant | Employer) -> str:
    """Return the Nr that an export gives a person or an employer who was not imported from a file."""
    return record.case_number if isinstance(record, Participant) else f"A-{record.id:04}"


@dataclass(frozen=True, slots=True)
class SheetCount:
    """How many rows of a sheet an import stored or skipped, or would store or skip."""

    sheet: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The result of an import. If there are faults, nothing has been stored."""

    counts: tuple[SheetCount, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    is_stored: bool = False
