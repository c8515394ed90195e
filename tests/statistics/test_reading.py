"""Counting the stored records: of one workshop, or of all."""

from dataclasses import replace

import pytest

from tests.open_workspace import new_folder, quick_keys, workspace
from tests.services.makers import ago, employer, enrolled, placed, the_workshop
from tests.statistics.town import figures, on, report
from verkstad.domain.periods import Month, Period
from verkstad.domain.records import Attendance, EmployerContact, Referral, Target, Workshop
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.records.measurement import Answerer, Measurement, MeasurementValue
from verkstad.domain.records.workshop import TargetKind
from verkstad.statistics.population import Population, value_on
from verkstad.statistics.report_records import ReportRecords
from verkstad.workspace import Workspace

__all__ = ["new_folder", "quick_keys", "workspace"]

NOVEMBER = Month(2026, 11)


@pytest.fixture
def two(workspace: Workspace) -> tuple[Workshop, Workshop]:
    here = the_workshop(workspace)
    return here, workspace.registers.add(replace(here, id=0, name="Åby verkstad"))


def _records(workspace: Workspace, *workshops: Workshop) -> ReportRecords:
    words = workspace.words
    return ReportRecords.of(
        workspace.store,
        workshops,
        workspace.today(),
        lambda key: [(term.key, term.name) for term in words.all_terms(key)],
    )


def test_each_workshop_has_its_own(workspace: Workspace, two: tuple[Workshop, Workshop]) -> None:
    here, there = two
    _, mine = enrolled(workspace, started_on=ago(10))
    person, theirs = enrolled(workspace, "Ture", started_on=ago(10), workshop_id=there.id)
    workspace.participants.refer(
        Referral(participant_id=person.id, workshop_id=there.id, referred_on=ago(11))
    )
    shop = employer(workspace)
    for own in (mine, theirs):
        placed(workspace, own, employer_id=shop.id, started_on=ago(5))
    workspace.employers.register_contact(EmployerContact(employer_id=shop.id, contacted_on=ago(3)))
    for workshop, value in ((here, 40.0), (there, 30.0)):
        workspace.registers.add(Target(workshop_id=workshop.id, kind=TargetKind.PARTICIPANTS, value=value))
    alone, other, both = (
        report(_records(workspace, *some), NOVEMBER) for some in ([here], [there], [here, there])
    )
    for table, row in (("flow", 1), ("placements", 0), ("persons", 0), ("tracks", 0)):
        assert [figures(one[table].rows[row])[3] for one in (alone, other, both)] == [1, 1, 2]
    assert [figures(one["referrals"].rows[0])[3] for one in (alone, other, both)] == [0, 1, 1]
    assert [figures(one["employer_contacts"].rows[0])[0] for one in (alone, other, both)] == [1, 1, 1]
    assert [figures(one["targets"].rows[0])[0] for one in (alone, other)] == [40.0, 30.0]
    assert "targets" not in both


def test_only_presence_is_hours(workspace: Workspace, two: tuple[Workshop, Workshop]) -> None:
    here, there = two
    _, mine = enrolled(workspace)
    _, theirs = enrolled(workspace, "Ture", workshop_id=there.id)
    with workspace.store.change("test.attended", "Närvaro") as change:
        change.insert_all(
            [
                Attendance(
                    participant_id=own.participant_id,
                    enrolment_id=own.id,
                    attended_on=ago(3),
                    hours=hours,
                    status=status,
                )
                for own, hours, status in (
                    (mine, 4.0, "present"),
                    (mine, 2.5, "late"),
                    (mine, None, "present"),
                    (mine, 8.0, "excused_sick"),
                    (theirs, 1.0, "present"),
                )
            ]
        )
    hours = report(_records(workspace, here), NOVEMBER)["attendance_hours"].rows[0]
    assert figures(hours) == [6.5, 6.5]
    assert hours.cells[0].ids == (mine.participant_id,)


def test_misregistered_people_and_their_referrals_stand_apart(workspace: Workspace) -> None:
    person, wrong = enrolled(workspace, ended_on=ago(90), exit_manner="error")
    _, right = enrolled(workspace, "Ture")
    workspace.participants.refer(
        Referral(
            participant_id=person.id,
            workshop_id=wrong.workshop_id,
            referred_on=ago(99),
            outcome=ReferralOutcome.STARTED,
            enrolment_id=wrong.id,
        )
    )
    population = workspace.figures.population()
    assert (population.enrolments.keys(), population.misregistered.keys()) == ({right.id}, {wrong.id})
    assert (len(population.referrals), len(population.misregistered_referrals)) == (0, 1)
    losses = report(_records(workspace, the_workshop(workspace)), Month(2026, 8))["losses"]
    assert figures(losses.rows[0])[0] == 1


def test_dated_values_in_order_of_time(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    workspace.participants.set_track(own.id, "food_green", ago(10))
    workspace.participants.set_track(own.id, "care", ago(50))
    workspace.participants.set_support_category(own.id, "am2", ago(50))
    population = Population.of(workspace.store, workspace.today())
    assert population.tracks == {own.id: [(ago(50), "care"), (ago(10), "food_green")]}
    values = population.tracks[own.id]
    assert [value_on(values, ago(days)) for days in (51, 50, 11, 10, 0)] == [
        "",
        "care",
        "care",
        "food_green",
        "food_green",
    ]
    assert population.support_categories == {own.id: [(ago(50), "am2")]}


def test_wheels_by_group(workspace: Workspace) -> None:
    people = [enrolled(workspace, name)[1] for name in ("Siv", "Ture")]
    workspace.participants.set_track(people[0].id, "care", ago(99))
    with workspace.store.change("test.measured", "Mätningar") as change:
        for own in people:
            for days, value in ((90, 2.0), (10, 4.0)):
                made = change.insert(
                    Measurement(
                        participant_id=own.participant_id,
                        enrolment_id=own.id,
                        tool_id=1,
                        measured_on=ago(days),
                    )
                )
                change.insert(MeasurementValue(measurement_id=made.id, area_id=1, value=value))
    changes = workspace.figures.wheel_changes(
        "arbetshjulet", Period(on(1), on(12)), Answerer.PARTICIPANT, "track"
    )
    assert {group: change.pairs for group, change in changes.items()} == {
        "care": {people[0].id},
        "not_stated": {people[1].id},
    }
    assert changes["care"].areas[0].points == 2.0
    assert changes["care"].mean_days == 80.0
