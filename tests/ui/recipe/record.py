"""The record of a register that exists only in a test: tools that participants have taken home."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from verkstad.domain.fields import (
    OPEN,
    PERSONAL,
    PROTECTED,
    Choice,
    Record,
    choice,
    date_field,
    line,
    link,
    text,
)


class LoanState(Choice):
    OUT = "out", "Utlånat"
    BACK = "back", "Återlämnat"


@dataclass(frozen=True, slots=True)
class ToolLoan(Record):
    """A tool lent to a participant."""

    table: ClassVar[str] = "tool_loans"
    label: ClassVar[str] = "Verktygslån"
    new_label: ClassVar[str] = "Nytt verktygslån"
    sheet: ClassVar[str] = "Verktygslån"

    tool: str = line("Verktyg", OPEN, required=True)
    participant_id: int | None = link("Deltagare", "participants", required=True)
    lent_on: date | None = date_field("Utlånat", PERSONAL, required=True)
    state: LoanState | None = choice("Läge", PERSONAL, LoanState, required=True, default=LoanState.OUT)
    kept_at: str = line("Förvaras", PERSONAL)
    key_code: str = line("Kod till förrådet", PROTECTED)
    words: str = text("Anteckning", PERSONAL)
