"""The tables of the status report, each with a few people made by hand."""

import pytest

from tests.statistics.town import GENDERS, Town, figures, on, report
from verkstad.domain.periods import Month, Period
from verkstad.domain.records import Placement, Target, Validation
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.records.workshop import TargetKind
from verkstad.domain.table import Row, Table
from verkstad.statistics.by_gender import Spans

JUNE = Month(2026, 6)


def _row(table: Table, key: str) -> Row:
    return next(row for row in table.rows if row.id == key)


def _two_genders() -> tuple[Town, int, int]:
    town = Town()
    woman = town.enrol(town.person("female"), on(1), on(6, 10), "completed", "work_unsubsidised")
    man = town.enrol(town.person("male"), on(5), on(5, 20), "early", "")
    return town, woman, man


def test_month_and_so_far_by_gender() -> None:
    town, _, _ = _two_genders()
    tables = report(town.records(starts_on=on(4)))
    assert [(row.id, figures(row)) for row in tables["flow"].rows] == [
        ("in_at_start", [1, 0, 0, 1, 1, 0, 0, 1]),
        ("new", [0, 0, 0, 0, 0, 1, 0, 1]),
        ("ended", [1, 0, 0, 1, 1, 1, 0, 2]),
        ("out", [0, 0, 0, 0, 0, 0, 0, 0]),
    ]
    assert figures(tables["persons"].rows[0]) == [1, 0, 0, 1, 1, 1, 0, 2]
    assert [(row.label, figures(row)[3::4]) for row in tables["exit_destination"].rows] == [
        ("Arbete utan stöd", [1, 1]),
        ("Uppgift saknas", [0, 1]),
    ]
    assert tables["exit_destination"].is_sensitive
    assert not tables["exit_manner"].is_sensitive
    assert [column.group for column in tables["flow"].columns[::4]] == ["Juni 2026", "Från 2026-04-01"]


def test_an_exit_in_the_month_but_before_the_project() -> None:
    town = Town()
    town.enrol(town.person("female"), on(1), on(6, 5), "completed", "work_unsubsidised")
    tables = report(town.records(starts_on=on(6, 15)))
    ended = _row(tables["flow"], "ended")
    for name in ("exit_manner", "exit_destination"):
        assert [figures(row) for row in tables[name].rows] == [figures(ended)] == [[1, 0, 0, 1, 0, 0, 0, 0]]
        assert tables[name].proven


def test_sums_are_proven_against_what_was_divided() -> None:
    town = Town()
    town.enrol(town.person("female"), on(1), on(6, 5), "completed", "work_unsubsidised")
    town.enrol(town.person("female"), on(1), on(6, 5), "a manner that no row is for")
    tables = report(town.records())
    assert not tables["exit_manner"].proven
    assert tables["exit_destination"].proven


def test_measures_by_gender() -> None:
    town, _, _ = _two_genders()
    table = report(town.records())["measures_so_far"]
    cells = _row(table, "occupied_exited").cells
    assert [(cell.value, cell.whole) for cell in cells] == [(1, 1), (0, 1), (0, 0), (1, 2)]
    assert table.proven
    assert any(note.startswith("Kolada U40455: ") for note in table.notes)


def test_a_month_before_the_project() -> None:
    spans = Spans.of(JUNE, on(9))
    assert spans.so_far == JUNE.period
    assert Spans.of(JUNE, on(6, 15)).so_far == Period(on(6, 15), on(6, 30))


def test_without_a_project_everything_so_far_is_counted() -> None:
    town, _, _ = _two_genders()
    assert town.records(starts_on=on(3)).project_starts_on == on(3)
    town.refer(town.person(), on(11, 1, 2025), ReferralOutcome.WAITING)
    tables = report(town.records())
    assert tables["flow"].columns[4].group == "Från början"
    assert figures(tables["referrals"].rows[0])[3::4] == [0, 1]
    assert figures(tables["flow"].rows[1])[3::4] == [0, 2]


@pytest.mark.parametrize(
    ("kind", "value", "whole"),
    (
        (TargetKind.PARTICIPANTS, 4, None),
        (TargetKind.WOMEN_AT_LEAST, 1, 4),
        (TargetKind.WOMEN_AT_MOST, 1, 4),
        (TargetKind.OCCUPIED, 1, 2),
        (TargetKind.WORK_STUDY_3M, 0, 1),
        (TargetKind.DOCUMENTED_STEP, 0, 4),
        (TargetKind.WORKPLACES, 2, None),
        (TargetKind.VALIDATIONS_STARTED, 2, None),
        (TargetKind.VALIDATIONS_CERTIFIED, 1, None),
    ),
)
def test_targets(kind: TargetKind, value: int, whole: int | None) -> None:
    town, woman, man = _two_genders()
    town.enrol(town.person("male"), on(2))
    town.enrol(town.person(""), on(2))
    placements = [
        Placement(id=number, participant_id=1, enrolment_id=woman, employer_id=employer, started_on=day)
        for number, (employer, day) in enumerate([(7, on(2)), (8, on(3)), (8, on(4)), (9, on(8))], 1)
    ]
    validations = [
        Validation(id=1, participant_id=1, enrolment_id=woman, started_on=on(2), certificate_on=on(4)),
        Validation(id=2, participant_id=2, enrolment_id=man, started_on=on(5), certificate_on=on(8)),
    ]
    records = town.records(
        placements=placements,
        validations=validations,
        targets=[Target(workshop_id=1, kind=kind, value=50.0)],
    )
    [row] = report(records)["targets"].rows
    wanted, outcome = row.cells
    assert wanted.value == 50.0
    assert (outcome.value, outcome.whole) == (value, whole)
    assert row.label.endswith(", %") is kind.is_share


def test_placements_and_validations() -> None:
    town, woman, man = _two_genders()
    placements = [
        Placement(id=1, enrolment_id=woman, employer_id=7, placement_type="apl", started_on=on(5)),
        Placement(
            id=2,
            enrolment_id=man,
            employer_id=7,
            placement_type="apl",
            started_on=on(6, 2),
            ended_on=on(6, 9),
            end_reason="led_to_employment",
        ),
        Placement(id=3, enrolment_id=man, employer_id=8, started_on=on(5), ended_on=on(5, 30)),
        Placement(id=4, enrolment_id=man, employer_id=8, started_on=on(7)),
    ]
    validations = [Validation(id=5, enrolment_id=man, started_on=on(5), certificate_on=on(6, 30))]
    tables = report(town.records(placements=placements, validations=validations))
    assert [(row.id, figures(row)[3::4]) for row in tables["placements"].rows] == [
        ("started", [1, 3]),
        ("running", [2, 3]),
        ("ended", [1, 2]),
        ("employment", [1, 1]),
    ]
    assert [(row.label, figures(row)) for row in tables["placement_types"].rows] == [
        ("APL", [0, 1, 0, 1, 1, 1, 0, 2]),
        ("Uppgift saknas", [0, 0, 0, 0, 0, 1, 0, 1]),
    ]
    assert [(row.id, figures(row)) for row in tables["validations"].rows] == [
        ("started", [0, 0, 0, 0, 0, 1, 0, 1]),
        ("certified", [0, 1, 0, 1, 0, 1, 0, 1]),
    ]
    assert [
        figures(row) for row in report(town.records(placements=placements))["employer_contacts"].rows
    ] == [
        [0, 0],
        [0, 0],
        [1, 2],
    ]


def test_contacts_and_hours() -> None:
    town = Town()
    town.enrol(town.person(), on(1))
    records = town.records(
        contacts=[("2026-05-31", 7), ("2026-06-01", 7), ("2026-06-30", 7), ("2026-07-01", 8)],
        attendances=[
            ("workshop", "2026-05-31", 1, 4.0),
            ("workshop", "2026-06-01", 1, 2.5),
            ("workshop", "2026-06-30", 1, 0.25),
            ("placement", "2026-06-30", 1, 8.0),
            ("activity", "2026-07-01", 1, 1.0),
        ],
    )
    tables = report(records)
    assert [figures(row) for row in tables["employer_contacts"].rows][:2] == [[2, 3], [1, 1]]
    assert [figures(row) for row in tables["attendance_hours"].rows] == [[2.75, 6.75], [8.0, 8.0], [0, 0]]


def test_tracks_as_on_the_last_day() -> None:
    town = Town()
    key = town.enrol(town.person("male"), on(1))
    town.enrol(town.person(), on(1))
    town.tracks[key] = [(on(1), "care"), (on(6, 30), "food_green"), (on(7), "retail_service")]
    rows = {row.id: figures(row) for row in report(town.records())["tracks"].rows}
    assert rows == {"food_green": [0, 1, 0, 1, 0, 1, 0, 1], "not_stated": [1, 0, 0, 1, 1, 0, 0, 1]}


def test_referrals_by_how_it_went() -> None:
    town = Town()
    for day, outcome in (
        (on(6), ReferralOutcome.WAITING),
        (on(3), ReferralOutcome.NEVER_STARTED),
        (on(7), ReferralOutcome.WAITING),
        (None, ReferralOutcome.WAITING),
    ):
        town.refer(town.person("male"), day, outcome)
    rows = {row.id: figures(row)[3::4] for row in report(town.records(starts_on=on(1)))["referrals"].rows}
    assert rows == {"waiting": [1, 1], "started": [0, 0], "never_started": [0, 1]}


def test_losses() -> None:
    town = Town()
    unknown = town.enrol(town.person(""), on(5), on(6, 9), "early", "")
    town.enrol(town.person(), on(6), on(6), "error")
    ended = town.enrol(town.person(), on(1), on(3), "completed", "sick")
    town.follow_up(ended, 1, on(4), due_on=on(4))
    town.follow_up(ended, 3, None, due_on=on(6))
    town.follow_up(ended, 6, None, due_on=on(9))
    table = report(town.records())["losses"]
    assert {row.id: figures(row) for row in table.rows} == {
        "misregistered": [1, 1],
        "gender": [1, 1],
        "destination": [1, 1],
        "follow_ups": [1, 1],
    }
    assert _row(table, "gender").cells[0].ids == (unknown,)
    assert _row(table, "follow_ups").cells[0].ids == (ended,)


@pytest.mark.parametrize("gender", GENDERS)
def test_each_gender_has_its_column(gender: str) -> None:
    town = Town()
    town.enrol(town.person(gender), on(6))
    found = figures(report(town.records())["persons"].rows[0])[:3]
    assert found == [float(one == (gender or "not_stated")) for one in ("female", "male", "not_stated")]
