"""Small populations, made by hand or at random."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from verkstad.domain.periods import Month, Period
from verkstad.domain.records import (
    Enrolment,
    ExitFollowUp,
    Participant,
    Placement,
    Referral,
    Target,
    Validation,
    Workshop,
)
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.table import Row, Table
from verkstad.domain.vocabularies import VOCABULARIES
from verkstad.statistics.population import Dated, Population
from verkstad.statistics.report_records import Attended, Contacted, ReportRecords
from verkstad.statistics.status_report import report_tables
from verkstad.statistics.wheels import Wheels

TODAY = date(2026, 11, 20)
JUNE = Month(2026, 6)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def on(month: int, day: int = 1, year: int = 2026) -> date:
    return date(year, month, day)


@dataclass
class Town:
    """Collects people and their enrolments, referrals and follow-ups."""

    workshops: list[Workshop] = field(default_factory=lambda: [Workshop(id=1, name="Norrlycke verkstad")])
    participants: dict[int, Participant] = field(default_factory=dict)
    enrolments: dict[int, Enrolment] = field(default_factory=dict)
    referrals: dict[int, Referral] = field(default_factory=dict)
    follow_ups: dict[int, list[ExitFollowUp]] = field(default_factory=dict)
    tracks: dict[int, list[Dated]] = field(default_factory=dict)
    support_categories: dict[int, list[Dated]] = field(default_factory=dict)

    def person(self, gender: str = "female", **values: Any) -> int:
        key = len(self.participants) + 1
        self.participants[key] = Participant(id=key, gender=gender, **values)
        return key

    def enrol(self, person: int, start: date, end: date | None = None, /, *exit_: str, **values: Any) -> int:
        """Add an enrolment; with an end, also the manner and destination of the exit."""
        key = len(self.enrolments) + 1
        manner, destination = (*exit_, "", "")[:2]
        self.enrolments[key] = Enrolment(
            id=key,
            participant_id=person,
            started_on=start,
            ended_on=end,
            exit_manner=manner,
            exit_destination=destination,
            **{"workshop_id": 1, **values},
        )
        return key

    def ended(self, destination: str, manner: str = "completed", **values: Any) -> int:
        """Add a new person's enrolment that ended in June."""
        return self.enrol(self.person(), on(1), on(6, 30), manner, destination, **values)

    def refer(self, person: int, day: date | None, outcome: ReferralOutcome, **values: Any) -> int:
        key = len(self.referrals) + 1
        known = {"participant_id": person, "workshop_id": 1, "referred_on": day, "outcome": outcome}
        self.referrals[key] = Referral(id=key, **{**known, **values})
        return key

    def follow_up(self, enrolment: int, months: int, done_on: date | None, **values: Any) -> None:
        found = self.follow_ups.setdefault(enrolment, [])
        key = sum(map(len, self.follow_ups.values())) + 1
        found.append(
            ExitFollowUp(id=key, enrolment_id=enrolment, months_after=months, done_on=done_on, **values)
        )

    def population(self) -> Population:
        wrong = {key for key, one in self.enrolments.items() if one.exit_manner == "error"}
        return Population(
            today=TODAY,
            participants=self.participants,
            enrolments={key: one for key, one in self.enrolments.items() if key not in wrong},
            misregistered={key: one for key, one in self.enrolments.items() if key in wrong},
            referrals={key: one for key, one in self.referrals.items() if one.enrolment_id not in wrong},
            misregistered_referrals={
                key: one for key, one in self.referrals.items() if one.enrolment_id in wrong
            },
            workshops={one.id: one for one in self.workshops},
            follow_ups=self.follow_ups,
            tracks=self.tracks,
            support_categories=self.support_categories,
        )

    def records(
        self,
        *,
        starts_on: date | None = None,
        placements: Sequence[Placement] = (),
        contacts: Sequence[Contacted] = (),
        validations: Sequence[Validation] = (),
        attendances: Sequence[Attended] = (),
        wheels: Wheels | None = None,
        targets: Sequence[Target] = (),
    ) -> ReportRecords:
        return ReportRecords(
            workshops=[replace(one, period_starts_on=starts_on) for one in self.workshops],
            population=self.population(),
            placements=placements,
            contacts=contacts,
            validations=validations,
            attendances=attendances,
            wheels=wheels or Wheels((), (), (), {}),
            targets=targets,
            labels=lambda key: [(term.key, term.label) for term in VOCABULARIES[key].terms],
        )


def report(records: ReportRecords, month: Month = JUNE) -> dict[str, Table]:
    """Return the tables of a month's report by id."""
    return {table.id: table for tables in report_tables(records, month).values() for table in tables}


def figures(row: Row) -> list[float | None]:
    return [cell.value for cell in row.cells]


GENDERS = ("female", "male", "not_stated", "")
MANNERS = ("completed", "early", "transferred", "never_started", "error")
DESTINATIONS = (
    *("work_unsubsidised", "work_subsidised", "self_employed", "study_funded", "study_unfunded"),
    *("extra_job", "municipal_job", "back_to_af", "sick", ""),
)
FIRST = on(1)
DAYS = st.integers(0, 300).map(lambda days: FIRST + timedelta(days=days))
PERIODS = st.builds(lambda one, other: Period(min(one, other), max(one, other)), DAYS, DAYS) | st.just(
    Period()
)


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """Return a few people with enrolments of all kinds, some of them followed up."""
    town = Town()
    for _ in range(draw(st.integers(0, 6))):
        person = town.person(draw(st.sampled_from(GENDERS)), birth_year=draw(st.integers(1955, 2008)))
        for _ in range(draw(st.integers(0, 3))):
            start = draw(DAYS)
            groups = tuple(
                sorted(draw(st.sets(st.sampled_from(["youth_18_24", "kaa", "other"]), max_size=2)))
            )
            if not draw(st.booleans()):
                key = town.enrol(person, start, target_groups=groups)
            else:
                end = start + timedelta(days=draw(st.integers(0, 200)))
                exit_ = draw(st.sampled_from(MANNERS)), draw(st.sampled_from(DESTINATIONS))
                key = town.enrol(person, start, end, *exit_, target_groups=groups)
                if draw(st.booleans()):
                    months, done = draw(st.sampled_from([1, 3])), draw(st.none() | st.just(end))
                    town.follow_up(
                        key, months, done, due_on=end, occupation=draw(st.sampled_from(DESTINATIONS))
                    )
            town.tracks[key] = [(start, draw(st.sampled_from(["care", "food_green"])))]
        if draw(st.booleans()):
            town.refer(person, draw(DAYS), draw(st.sampled_from(list(ReferralOutcome))))
    return town
