"""What each paper carries, as plain data: made from records above, drawn in the documents room."""

from dataclasses import dataclass
from datetime import date

from verkstad.domain.periods import Month
from verkstad.domain.table import Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterhead:
    """Who sends the paper: kommun and unit."""

    municipality: str
    unit: str
    workshop: str
    contact: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanStep:
    """One of Mina steg."""

    what: str
    who: str
    due_on: date | None
    sign: str
    status: str  # Swedish label


@dataclass(frozen=True, kw_only=True, slots=True)
class WheelFigure:
    """A wheel with one or two measurements: first and latest; a blank area is None."""

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
    """The action plan as the participant reads it. Empty text: room to write by hand."""

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
    is_written: bool = True  # whether the leader writes a text under this heading


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
    log_code: str = ""  # depends on the change log as it was, so that the log can be held against the paper
    is_masked: bool = False  # whether small numbers are hidden where it leaves the unit
