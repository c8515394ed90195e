"""The import workbook: its sheets, columns, rows and faults. Read and written by exchange."""

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
    """A column: its heading in the file, a key that is unique in the sheet, and what its values are."""

    heading: str
    key: str
    fact: Fact
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook. `has_areas`: further columns are headed with the areas of a wheel."""

    name: str
    columns: tuple[SheetColumn, ...]
    has_areas: bool = False

    def column(self, key: str) -> SheetColumn:
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be read or cannot be right. `row` is as the spreadsheet shows it; 0: the whole sheet.

    `file` is named when several files were read.
    """

    sheet: str
    row: int
    column: str
    problem: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The row with a sheet's headings: where it stands and which columns it has; without keys: all of them."""

    number: int = 1
    keys: frozenset[str] = frozenset()
    file: str = ""


@dataclass(frozen=True, slots=True)
class WorkbookRow:
    """A row that holds something: values by column key (areas: by "area:" + heading), empty cells left out.

    `unread` are the columns whose values could not be read or are missing though required. Such a row is looked
    at, so that all faults are named in one go, but never stored.
    """

    number: int
    values: Mapping[str, Any]
    unread: frozenset[str] = frozenset()
    heading: Heading = Heading()

    def has(self, key: str) -> bool:
        """Whether something stands in the column, readable or not."""
        return key in self.values or key in self.unread


@dataclass(frozen=True, slots=True)
class Workbook:
    """The rows by sheet name, and everything that could not be read.

    `blind` are sheets whose Nr are not all known, since a heading or the sheet's own name was not understood:
    what points to them is not reported as pointing to nothing. `left_out` names what was skipped on demand.
    """

    rows: dict[str, list[WorkbookRow]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    blind: set[str] = field(default_factory=set)


AREA = "area:"
"""Begins the key of a value under an area's heading."""


def _of(record_type: type[Record], name: str, heading: str = "", *, is_required: bool = False) -> SheetColumn:
    """A column that is a field of a record, headed with the field's label unless the contract says otherwise."""
    fact = facts_of(record_type)[name]
    return SheetColumn(heading or fact.label, f"{record_type.table}.{name}", fact, is_required)


def _word(heading: str, key: str, *, is_required: bool = False) -> SheetColumn:
    """A column that names something else: a key of the file, a workshop, a module, a tool."""
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
"""All sheets that are read, in the order they are read, written and listed."""
IGNORED = "#"
"""Sheets and columns whose names begin so are not read: the user's own, and registers that are only exported."""


def _register_sheet(record_type: type[Record]) -> Sheet:
    columns = (
        _word(fact.label, f"{record_type.table}.{name}") if fact.kind is Kind.LINK else _of(record_type, name)
        for name, fact in facts_of(record_type).items()
    )
    return Sheet(f"{IGNORED}{record_type.sheet}", tuple(columns))


REGISTERS = {_register_sheet(kind): kind for kind in RECORD_TYPES if kind.sheet}
"""The sheets that an export has besides, which are not read, and the records that stand in them."""


def fields_of(row: WorkbookRow, record_type: type[Record]) -> dict[str, Any]:
    """The row's values that are fields of a record type, by field name."""
    prefix = f"{record_type.table}."
    return {key.removeprefix(prefix): value for key, value in row.values.items() if key.startswith(prefix)}


def own_key(record: Participant | Employer) -> str:
    """The Nr that we give a person or an employer that came from no file."""
    return record.case_number if isinstance(record, Participant) else f"A-{record.id:04}"


@dataclass(frozen=True, slots=True)
class SheetCount:
    """What reading a sheet did, or would do."""

    sheet: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The result of reading a workbook. With faults nothing has been stored."""

    counts: tuple[SheetCount, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    is_stored: bool = False
