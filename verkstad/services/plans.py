"""Action plans: a plan with its steps, and its printed paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from verkstad.domain.errors import InvalidRecord
from verkstad.domain.papers import ActionPlanPaper, PlanStep, WheelFigure
from verkstad.domain.records import (
    ActionPlan,
    Measurement,
    MeasurementValue,
    Participant,
    StaffMember,
    SubGoal,
    WheelArea,
    WheelTool,
)
from verkstad.domain.showing import Surface, may_show
from verkstad.services.base import Service
from verkstad.services.checking import problems_of
from verkstad.services.letterheads import letterhead_for
from verkstad.services.registers import Registers

TITLE_SETTING, DEFAULT_TITLE = "action_plan_title", "Handlingsplan"


@dataclass(frozen=True)
class Plans(Service):
    registers: Registers

    def latest(self, participant_id: int) -> ActionPlan | None:
        """Return the current plan: the latest one."""
        found = self.store.records(ActionPlan).where(participant_id=participant_id)
        return max(found, key=lambda plan: (plan.made_on or date.min, plan.id), default=None)

    def steps(self, plan_id: int) -> list[SubGoal]:
        found = self.store.records(SubGoal).where(action_plan_id=plan_id)
        return sorted(found, key=lambda step: (step.position or 0, step.id))

    def save(self, plan: ActionPlan, steps: Sequence[SubGoal]) -> ActionPlan:
        """Store a new or changed plan with exactly these steps, in this order. Raises InvalidRecord."""
        self.check(plan)
        for number, step in enumerate(steps, 1):
            wrong = problems_of(replace(step, action_plan_id=-1), self.words.known())
            if wrong:
                raise InvalidRecord({"steps": f"Steg {number}: {' '.join(wrong.values())}"})
        self.require_targets(plan)
        verb = "ändrad" if plan.id else "gjord"
        with self.store.change("action_plan.saved", f"Handlingsplan {verb}:") as change:
            if plan.id:
                change.update(self.get(ActionPlan, plan.id), plan)
            else:
                plan = change.insert(plan)
            kept = {step.id: step for step in self.steps(plan.id)}
            for position, step in enumerate(steps):
                placed = replace(step, action_plan_id=plan.id, position=position)
                old = kept.pop(step.id, None)
                if old is None:
                    change.insert(replace(placed, id=0))
                else:
                    change.update(old, placed)
            for removed in kept.values():
                change.delete(removed)
        return plan

    def paper(self, participant_id: int) -> ActionPlanPaper:
        """Return the latest plan as a paper, or an empty form to fill in by hand."""
        participant = self.get(Participant, participant_id)
        plan = self.latest(participant_id) or ActionPlan(participant_id=participant_id)
        contact = self._contact(plan)
        is_named = may_show(
            Participant, "first_name", Surface.OWN_PAPER, is_protected=participant.is_protected
        )
        steps = tuple(
            PlanStep(
                what=step.activity, who=step.who, due_on=step.due_on, sign=step.sign, status=step.status.label
            )
            for step in (self.steps(plan.id) if plan.id else ())
        )
        return ActionPlanPaper(
            title=self.registers.setting(TITLE_SETTING, DEFAULT_TITLE),
            letterhead=letterhead_for(self.store, participant_id, self.today()),
            case_number=participant.case_number,
            printed_on=self.today(),
            made_on=plan.made_on,
            name=participant.full_name if is_named else "",
            contact_person=contact.name if contact else "",
            contact_phone=contact.phone if contact else "",
            languages=", ".join(self.words.label("language", key) for key in participant.languages),
            interpreter_needed=participant.is_interpreter_needed,
            goal=plan.goal,
            why_important=plan.why_important,
            resources=plan.resources,
            needs=plan.needs,
            steps=steps,
            weekly_times=plan.weekly_times,
            other_contacts=plan.other_contacts,
            next_review_on=plan.next_review_on,
            changed=plan.changed,
            took_part=plan.took_part,
            interpreter_used=plan.is_interpreter_used,
            copy_given_on=plan.copy_given_on,
            wheel=self._wheel(participant_id),
        )

    def _contact(self, plan: ActionPlan) -> StaffMember | None:
        wanted = plan.contact_person_id or self.store.actor_id
        return self.store.records(StaffMember).one(id=wanted)

    def _wheel(self, participant_id: int) -> WheelFigure | None:
        """Return the first and the latest measurement with the tool that was used last."""
        found = self.store.records(Measurement).where(participant_id=participant_id)
        if not found:
            return None
        ordered = sorted(found, key=lambda one: (one.measured_on or date.min, one.id))
        latest = ordered[-1]
        same = [
            one
            for one in ordered
            if (one.tool_id, one.enrolment_id, one.answered_by)
            == (latest.tool_id, latest.enrolment_id, latest.answered_by)
        ]
        tool = self.get(WheelTool, latest.tool_id)
        areas = sorted(
            self.store.records(WheelArea).where(tool_id=tool.id), key=lambda area: area.position or 0
        )

        def values(measurement: Measurement) -> tuple[float | None, ...]:
            stored = self.store.records(MeasurementValue).where(measurement_id=measurement.id)
            by_area = {one.area_id: one.value for one in stored}
            return tuple(by_area.get(area.id) for area in areas)

        first = same[0] if len(same) > 1 else None
        return WheelFigure(
            title=tool.name,
            minimum=float(tool.minimum or 0),
            maximum=float(tool.maximum or 10),
            areas=tuple(area.name for area in areas),
            latest_on=latest.measured_on or date.min,
            latest=values(latest),
            first_on=first.measured_on if first else None,
            first=values(first) if first else (),
        )
