"""A record linked to another person's enrolment can be mended in one step, and the mending undone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.before_the_rules import before_the_rules, enrolled_twice, read_in
from tests.open_workspace import content
from tests.services.makers import TODAY, ago, assessed, employer, enrolled, placed, with_one_number
from verkstad.domain.records import ActionPlan, Attendance, Participant, Placement, PlacementFollowUp
from verkstad.domain.rules import Rule
from verkstad.services.mending import REMOVE, TIE
from verkstad.workspace import Workspace


def _placement(workspace: Workspace, *, has_own: bool) -> Placement:
    """Store a placement with a follow-up, linked to another person's enrolment."""
    _, other = enrolled(workspace, "Ture")
    person = workspace.participants.add(Participant(first_name="Siv", last_name="Tallvik"))
    if has_own:
        person, _own = enrolled(workspace)
    shop = employer(workspace)
    with before_the_rules(), workspace.store.change("workbook.imported", "Import") as change:
        stored = change.insert(
            Placement(
                participant_id=person.id,
                enrolment_id=other.id,
                employer_id=shop.id,
                placement_type="work_practice",
                started_on=ago(5),
            )
        )
        change.insert(PlacementFollowUp(placement_id=stored.id, due_on=ago(1)))
    list(workspace.at_odds.looking())
    return stored


@pytest.mark.parametrize("has_own", (True, False))
def test_it_is_tied_to_the_own_enrolment_or_removed_and_can_be_undone(
    workspace: Workspace, *, has_own: bool
) -> None:
    stored = _placement(workspace, has_own=has_own)
    before = content(workspace)
    [rule] = workspace.at_odds.known()
    assert rule.offer == (TIE if has_own else REMOVE)
    workspace.at_odds.mend(rule)
    assert workspace.at_odds.known() == []
    assert workspace.at_odds.all() == []
    assert workspace.problems() == []
    now = workspace.store.records(Placement).one(id=stored.id)
    assert (now is not None) is has_own
    workspace.history.undo()
    assert content(workspace) == before
    assert workspace.problems() == []
    assert [one.breach for one in workspace.at_odds.known()] == [rule.breach]
    workspace.history.redo()
    assert workspace.at_odds.known() == []


def test_what_may_do_without_an_enrolment_stays(workspace: Workspace) -> None:
    _, other = enrolled(workspace, "Ture")
    person = workspace.participants.add(Participant(first_name="Siv", last_name="Tallvik"))
    with before_the_rules(), workspace.store.change("test", "Test") as change:
        plan = change.insert(ActionPlan(participant_id=person.id, enrolment_id=other.id, made_on=ago(3)))
    [rule] = workspace.at_odds.all()
    workspace.at_odds.mend(rule)
    assert workspace.at_odds.all() == []
    assert workspace.store.records(ActionPlan).get(plan.id).enrolment_id is None


def test_the_card_tells_also_of_what_it_does_not_show(workspace: Workspace) -> None:
    """Attendance is shown on no card."""
    _, other = enrolled(workspace, "Ture")
    person, _ = enrolled(workspace)
    attended = Attendance(
        participant_id=person.id, enrolment_id=other.id, attended_on=ago(1), status="present"
    )
    read_in(workspace, attended)
    [rule] = workspace.at_odds.about(person)
    assert rule.breach.rule is Rule.OWN_ENROLMENT
    assert workspace.at_odds.about(person) == workspace.at_odds.all()


Made = tuple[tuple[Any, ...], Callable[[Workspace, tuple[Any, ...]], object]]


def _made(workspace: Workspace, rule: Rule) -> Made:
    """Return records that break a rule, and a function that mends them as the rule's words say."""
    people = workspace.participants
    someone = Participant(case_number="2020-0777", first_name="Siv", last_name="Ek")
    if rule is Rule.ENROLLED_ONCE:
        found = enrolled_twice(workspace)
        return found, lambda w, made: people.save_enrolment(
            replace(made[0], exit_manner="error", ended_on=ago(1))
        )
    if rule is Rule.OWN_ENROLMENT:
        return (_placement(workspace, has_own=True),), lambda w, made: w.at_odds.mend(w.at_odds.all()[0])
    if rule is Rule.WITHIN_ENROLMENT:
        _, own = enrolled(workspace)
        early = placed(workspace, own, started_on=own.started_on)
        with before_the_rules(), workspace.store.change("test", "Test") as change:
            change.update(early, late := replace(early, started_on=ago(500)))
        return (late,), lambda w, made: w.placements.save(replace(made[0], started_on=ago(20)))
    if rule is Rule.KNOWN_WORD:
        unknown = replace(someone, education_level="gone")
        return read_in(workspace, unknown), lambda w, made: people.save(replace(made[0], education_level=""))
    if rule in (Rule.IN_ORDER, Rule.DATED_END):
        _, own = enrolled(workspace)
        wrong = (
            {"paused_on": ago(9), "resumed_on": ago(10)}
            if rule is Rule.IN_ORDER
            else {"exit_destination": "sick"}
        )
        with before_the_rules(), workspace.store.change("test", "Test") as change:
            change.update(own, broken := replace(own, **wrong))  # type: ignore[arg-type]
        return (broken,), lambda w, made: people.save_enrolment(
            replace(
                made[0], ended_on=ago(1), exit_manner="completed", exit_destination="sick", resumed_on=None
            )
        )
    if rule is Rule.NAMED:
        nameless = replace(someone, first_name="", last_name="")
        return read_in(workspace, nameless), lambda w, made: people.save(replace(made[0], first_name="Siv"))
    if rule is Rule.BORN:
        unborn = replace(someone, birth_year=TODAY.year + 1)
        return read_in(workspace, unborn), lambda w, made: people.save(replace(made[0], birth_year=1980))
    if rule is Rule.ANOTHER_ASSURER:
        _, own = enrolled(workspace)
        by_one = assessed(workspace, own, assessor="Siv", quality_assurer="siv")
        return read_in(workspace, by_one), lambda w, made: w.validations.save(
            replace(made[0], quality_assurer="Ture")
        )
    assert rule is Rule.OWN_NUMBER
    return read_in(workspace, *with_one_number()), lambda w, made: people.save(
        replace(made[1], personal_number="")
    )


@pytest.mark.parametrize("rule", Rule)
def test_each_rule_s_mend_clears_its_breach(workspace: Workspace, rule: Rule) -> None:
    made, mend = _made(workspace, rule)
    assert [one.breach.rule for one in workspace.at_odds.all()] == [rule]
    mend(workspace, made)
    assert workspace.at_odds.all() == []
    assert workspace.problems() == []
