"""Action plans with their steps, and the paper."""

from dataclasses import replace

import pytest

from tests.services.makers import TODAY, ago, ahead, enrolled
from verkstad.domain.errors import InvalidRecord
from verkstad.domain.records import (
    ActionPlan,
    Enrolment,
    Measurement,
    MeasurementValue,
    SubGoal,
    WheelArea,
    WheelTool,
)
from verkstad.workspace import Workspace


def _steps(*activities: str) -> list[SubGoal]:
    return [SubGoal(activity=activity) for activity in activities]


def _shown(workspace: Workspace, plan: ActionPlan) -> list[str]:
    return [step.activity for step in workspace.plans.steps(plan.id)]


@pytest.fixture
def own(workspace: Workspace) -> Enrolment:
    return enrolled(workspace)[1]


@pytest.fixture
def plan(workspace: Workspace, own: Enrolment) -> ActionPlan:
    new = ActionPlan(participant_id=own.participant_id, enrolment_id=own.id, made_on=ago(20), goal="Ett kök")
    return workspace.plans.save(new, _steps("ett", "två", "tre"))


def test_steps_stand_as_written(workspace: Workspace, plan: ActionPlan) -> None:
    assert _shown(workspace, plan) == ["ett", "två", "tre"]


def test_reordered_removed_and_added_in_one_change(workspace: Workspace, plan: ActionPlan) -> None:
    one, two, three = workspace.plans.steps(plan.id)
    changed = [three, replace(one, activity="ett igen"), *_steps("fyra")]
    workspace.plans.save(replace(plan, goal="Ett annat kök"), changed)
    assert _shown(workspace, plan) == ["tre", "ett igen", "fyra"]
    assert {step.id for step in workspace.plans.steps(plan.id)} >= {one.id, three.id}
    assert two.id not in {step.id for step in workspace.plans.steps(plan.id)}
    workspace.store.undo()
    assert _shown(workspace, plan) == ["ett", "två", "tre"]
    assert workspace.plans.latest(plan.participant_id or 0) == plan


def test_saving_the_same_is_no_change(workspace: Workspace, plan: ActionPlan) -> None:
    before = workspace.store.log.undoable()
    workspace.plans.save(plan, workspace.plans.steps(plan.id))
    assert workspace.store.log.undoable() == before


def test_faults_are_told_and_nothing_is_stored(workspace: Workspace, plan: ActionPlan) -> None:
    with pytest.raises(InvalidRecord) as caught:
        workspace.plans.save(replace(plan, goal="Nytt"), _steps("ett", ""))
    assert caught.value.problems["steps"].startswith("Steg 2: ")
    with pytest.raises(InvalidRecord) as caught:
        workspace.plans.save(replace(plan, next_review_on=ago(21)), [])
    assert set(caught.value.problems) == {"next_review_on"}
    assert workspace.plans.latest(plan.participant_id or 0) == plan
    assert _shown(workspace, plan) == ["ett", "två", "tre"]


def test_the_plan_made_last_holds(workspace: Workspace, plan: ActionPlan) -> None:
    assert plan.participant_id is not None
    older = workspace.plans.save(replace(plan, id=0, made_on=ago(40)), [])
    assert workspace.plans.latest(plan.participant_id) == plan
    newer = workspace.plans.save(replace(plan, id=0), [])
    assert workspace.plans.latest(plan.participant_id) == newer
    assert {older.id, plan.id, newer.id} == {one.id for one in workspace.store.records(ActionPlan).all()}


def test_the_paper(workspace: Workspace, plan: ActionPlan) -> None:
    assert plan.participant_id is not None
    step = replace(workspace.plans.steps(plan.id)[0], who="Jag", due_on=ahead(9), sign="Jag har ringt")
    workspace.plans.save(replace(plan, contact_person_id=None), [step])
    paper = workspace.plans.paper(plan.participant_id)
    assert (paper.title, paper.goal, paper.name) == ("Handlingsplan", "Ett kök", "Siv Tallvik")
    assert (paper.case_number, paper.printed_on, paper.made_on) == ("2026-0001", TODAY, ago(20))
    assert paper.contact_person == workspace.actor.name
    assert [(one.what, one.who, one.due_on, one.sign, one.status) for one in paper.steps] == [
        ("ett", "Jag", ahead(9), "Jag har ringt", "På gång")
    ]
    assert paper.letterhead.municipality == "Övertorneå kommun"
    assert paper.wheel is None
    workspace.registers.set_setting("action_plan_title", "Genomförandeplan")
    assert workspace.plans.paper(plan.participant_id).title == "Genomförandeplan"


def test_an_empty_form_for_whoever_has_no_plan(workspace: Workspace, own: Enrolment) -> None:
    paper = workspace.plans.paper(own.participant_id or 0)
    assert (paper.goal, paper.steps, paper.made_on) == ("", (), None)


def test_the_wheel_shows_first_and_latest_of_the_same_kind(workspace: Workspace, own: Enrolment) -> None:
    tool = next(one for one in workspace.store.records(WheelTool).all() if one.is_active)
    areas = workspace.store.records(WheelArea).where(tool_id=tool.id)

    def measure(days: int, *values: float) -> None:
        with workspace.store.change("test.measured", "Mätning") as change:
            made = change.insert(
                Measurement(
                    participant_id=own.participant_id,
                    enrolment_id=own.id,
                    tool_id=tool.id,
                    measured_on=ago(days),
                )
            )
            change.insert_all(
                [
                    MeasurementValue(measurement_id=made.id, area_id=area.id, value=value)
                    for area, value in zip(areas, values, strict=False)
                ]
            )

    measure(90, 3.0, 4.0)
    figure = workspace.plans.paper(own.participant_id or 0).wheel
    assert figure is not None
    assert (figure.latest_on, figure.first_on) == (ago(90), None)
    measure(10, 5.0, 6.0, 7.0)
    measure(50, 4.0)
    figure = workspace.plans.paper(own.participant_id or 0).wheel
    assert figure is not None
    assert (figure.title, figure.minimum, figure.maximum) == ("Arbetshjulet", 1, 10)
    assert (figure.first_on, figure.latest_on) == (ago(90), ago(10))
    assert figure.first[:4] == (3.0, 4.0, None, None)
    assert figure.latest[:4] == (5.0, 6.0, 7.0, None)
