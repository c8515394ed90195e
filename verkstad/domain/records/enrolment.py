"""A participant's path: referral, enrolment with its dated history, exit, and follow-up after the exit."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from verkstad.domain.fields import (
    OPEN,
    PERSONAL,
    PROTECTED,
    SENSITIVE,
    Choice,
    Record,
    choice,
    date_field,
    line,
    link,
    number,
    term,
    terms,
)


class ReferralOutcome(Choice):
    WAITING = "waiting", "Väntar"
    STARTED = "started", "Började"
    NEVER_STARTED = "never_started", "Började aldrig"


class ExitVerification(Choice):
    NO = "no", "Nej"
    CERTIFICATE = "certificate", "Intyg"
    PHONE = "phone", "Telefon"
    REGISTER = "register", "Register"


class YesNo(Choice):
    YES = "yes", "Ja"
    NO = "no", "Nej"


class AttendancePlace(Choice):
    WORKSHOP = "workshop", "Verkstad"
    PLACEMENT = "placement", "Praktik"
    ACTIVITY = "activity", "Aktivitet"


@dataclass(frozen=True, slots=True)
class Referral(Record):
    """A referral to a workshop. Without an enrolment it is not counted as one in any measure."""

    table: ClassVar[str] = "referrals"
    label: ClassVar[str] = "Anvisning"

    participant_id: int | None = link("Deltagare", "participants", required=True)
    workshop_id: int | None = link("Verkstad", "workshops", required=True)
    source: str = term("Anvisad av", PERSONAL, "referral_source")
    referrer: str = line("Anvisande handläggare", PERSONAL)
    referred_on: date | None = date_field("Anvisad", PERSONAL)
    received_on: date | None = date_field("Mottagen", PERSONAL)
    outcome: ReferralOutcome = choice(
        "Utfall", PERSONAL, ReferralOutcome, required=True, default=ReferralOutcome.WAITING
    )
    never_started_reason: str = line("Därför började personen aldrig", SENSITIVE)
    enrolment_id: int | None = link("Inskrivning", "enrolments")


@dataclass(frozen=True, slots=True)
class Enrolment(Record):
    """A person's time in a workshop, from start to exit. Its status is derived, never typed in."""

    table: ClassVar[str] = "enrolments"
    label: ClassVar[str] = "Inskrivning"

    participant_id: int | None = link("Deltagare", "participants", required=True)
    workshop_id: int | None = link("Verkstad", "workshops", required=True)
    started_on: date | None = date_field("Inskriven", PERSONAL, required=True)
    target_groups: tuple[str, ...] = terms("Målgrupper", SENSITIVE, "target_group")
    income_at_start: tuple[str, ...] = terms("Försörjning vid start", SENSITIVE, "income_source")
    planned_hours: float | None = number(
        "Planerade timmar i veckan", PERSONAL, decimals=1, minimum=0, maximum=60
    )
    responsible_id: int | None = link("Ansvarig", "staff_members")
    paused_on: date | None = date_field("Pausad från", PERSONAL)
    resumed_on: date | None = date_field("Tillbaka från paus", PERSONAL)
    ended_on: date | None = date_field("Avslutad", PERSONAL)
    exit_manner: str = term("Avslutssätt", PERSONAL, "exit_manner")
    exit_destination: str = term("Avslutsorsak", SENSITIVE, "exit_destination")
    destination_started_on: date | None = date_field("Började där", PERSONAL)
    destination_ended_on: date | None = date_field("Slutade där", PERSONAL)
    destination_extent: int | None = number("Omfattning där, %", PERSONAL, minimum=0, maximum=100)
    destination_place: str = line("Arbetsgivare eller skola", PROTECTED)
    exit_verified: ExitVerification | None = choice("Bekräftat", PERSONAL, ExitVerification)
    income_at_exit: tuple[str, ...] = terms("Försörjning vid avslut", SENSITIVE, "income_source")


@dataclass(frozen=True, slots=True)
class TrackPeriod(Record):
    """The track of an enrolment from a certain day. The latest period that has begun applies."""

    table: ClassVar[str] = "track_periods"
    label: ClassVar[str] = "Branschspår"

    enrolment_id: int | None = link("Inskrivning", "enrolments", required=True)
    from_on: date | None = date_field("Från", PERSONAL, required=True)
    track: str = term("Branschspår", PERSONAL, "track", required=True)


@dataclass(frozen=True, slots=True)
class SupportCategoryPeriod(Record):
    """The support category of an enrolment from a certain day."""

    table: ClassVar[str] = "support_category_periods"
    label: ClassVar[str] = "Stödkategori"

    enrolment_id: int | None = link("Inskrivning", "enrolments", required=True)
    from_on: date | None = date_field("Från", PERSONAL, required=True)
    support_category: str = term("Stödkategori", SENSITIVE, "support_category", required=True)


@dataclass(frozen=True, slots=True)
class ExitFollowUp(Record):
    """A person's occupation 1, 3, 6 or 12 months after the exit."""

    table: ClassVar[str] = "exit_follow_ups"
    label: ClassVar[str] = "Uppföljning efter avslut"

    enrolment_id: int | None = link("Inskrivning", "enrolments", required=True)
    months_after: int | None = number("Månader efter avslut", OPEN, required=True, minimum=1, maximum=60)
    due_on: date | None = date_field("Ska göras", PERSONAL)
    done_on: date | None = date_field("Gjord", PERSONAL)
    occupation: str = term("Sysselsättning", SENSITIVE, "exit_destination")
    still_there: YesNo | None = choice("Kvar på samma ställe", PERSONAL, YesNo)


@dataclass(frozen=True, slots=True)
class Attendance(Record):
    """One day's attendance: the hours and whether the person came."""

    table: ClassVar[str] = "attendances"
    label: ClassVar[str] = "Närvaro"

    participant_id: int | None = link("Deltagare", "participants", required=True)
    enrolment_id: int | None = link("Inskrivning", "enrolments", required=True)
    attended_on: date | None = date_field("Datum", PERSONAL, required=True)
    hours: float | None = number("Timmar", PERSONAL, decimals=2, minimum=0, maximum=24)
    status: str = term("Status", SENSITIVE, "attendance_status", required=True)
    place: AttendancePlace = choice(
        "Plats", PERSONAL, AttendancePlace, required=True, default=AttendancePlace.WORKSHOP
    )
