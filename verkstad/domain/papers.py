"""The content of each paper as plain data. The layers above fill it from records; `documents` draws it."""

from dataclasses import dataclass
from datetime import date

from verkstad.domain.periods import Month
from verkstad.domain.table import Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterhead:
    """The sender of the paper: kommun and unit."""

    municipality: str
    unit: str
    workshop: str
    contact: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanStep:
    """One step in the section "Mina steg"."""

    what: str
    who: str
    due_on: date | None
    sign: str
    status: str  # Swedish label


@dataclass(frozen=True, kw_only=True, slots=True)
class WheelFigure:
    """A wheel with one or two measurements, the first and the latest. An area without an answer is None."""

    title: str
    minimum: float
    maximum: float
    areas: tuple[str, ...]
    latest_on: date
    latest: tuple[float | None, ...]
    first_on: date | None = None
    first: tuple[float | None, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionPlanPaper:
    """The action plan as the participant reads it. An empty text leaves room to write by hand."""

    title: str
    letterhead: Letterhead
    case_number: str
    printed_on: date
    made_on: date | None
    name: str
    contact_person: str
    contact_phone: str
    languages: str
    interpreter_needed: bool
    goal: str
    why_important: str
    resources: str
    needs: str
    steps: tuple[PlanStep, ...]
    weekly_times: str
    other_contacts: str
    next_review_on: date | None
    changed: str
    took_part: bool
    interpreter_used: bool
    copy_given_on: date | None
    wheel: WheelFigure | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportSection:
    """A heading of the status report with its text and tables."""

    id: str
    heading: str
    text: str = ""
    tables: tuple[Table, ...] = ()
    is_written: bool = True  # whether the workshop leader writes a text under this heading


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusReportPaper:
    """A month's status report."""

    letterhead: Letterhead
    month: Month
    printed_on: date
    project_name: str
    project_number: str
    reference_number: str
    version: int
    status: str  # Swedish label
    approved_by: str
    reason: str
    sections: tuple[ReportSection, ...]
    log_code: str = (
        ""  # computed from the change log at that time, so that the log can be checked against the paper
    )
    is_masked: bool = False  # whether small numbers are masked when the report leaves the unit
