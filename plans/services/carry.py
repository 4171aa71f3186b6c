"""Carries actions of an earlier plan on into a draft: copies of what was agreed, each linked to where it came from.

Ratings, updates and evidence stay with the earlier action: the new one is not yet rated, and links to that story.
"""

from dataclasses import dataclass, field
from itertools import count

from django.core.exceptions import ValidationError
from django.db.models import Prefetch

from partnership.policies import refuse
from plans.models import (
    Action,
    ActionDriver,
    ActionPriority,
    ActionTheme,
    Column,
    CoreActivity,
    Driver,
    Lead,
    Objective,
    Plan,
    Priority,
    PriorityObjective,
    ReportingPoint,
    SuccessMeasure,
    Theme,
)
from plans.policies.plan import reason_not_to_carry
from plans.services.plan import plan_change
from plans.services.structure import next_position
from plans.structure.carry import leader_key
from plans.structure.numbers import read_numbering

TIMESCALE = (
    "timescale_words",
    "timescale_kind",
    "due_on",
    "due_precision",
    "rhythm",
    "needs_check",
)
# Values stay with the earlier measure.
MEASURE = (
    *("position", "wording", "is_placeholder", "outcome", "for_whom", "unit", "wanted"),
    *("baseline", "baseline_on", "baseline_precision", "target", "target_on", "target_precision"),
    "counts_people",
)
# Read for all actions at once.
COPIED = (
    *(f"leads__{name}" for name in Lead.NAMED),
    *("measures", "objective__priority_links"),
    *("driver_links__driver", "theme_links__theme", "priority_links__priority"),
)
OPEN_MILESTONES = Prefetch(
    "reporting_points",
    ReportingPoint.objects.milestones().filter(outcome="").with_leads(),
    to_attr="open_milestones",
)
SAME = "same"


@dataclass(frozen=True)
class CarryChoices:
    """What is carried on, as ids of the earlier plan."""

    actions: frozenset[int]
    # id of a priority → a Priority of the new plan, or None: its actions have no priority. Others are copied.
    priorities: dict = field(default_factory=dict)
    # (kind, id or words) of a leader → who leads instead, as set_leads takes them, or None: nobody. Others stay.
    leaders: dict = field(default_factory=dict)
    renumber: bool = True
    core_activities: bool = False
    milestones: bool = True  # those that are neither done nor missed


def carry_forward(plan, from_plan, choices, *, by, reason="", at=None):
    """Copy the chosen actions of ``from_plan`` to the end of the draft ``plan``; the new Actions.

    All of it is one change, or nothing is written. Raises ValidationError if the plan is no draft, an action was
    carried on before, or a number that is kept is taken.
    """
    if from_plan.partnership_id != plan.partnership_id or from_plan == plan:
        raise ValidationError("Choose another plan of the same partnership.")
    with plan_change(plan, by=by, reason=reason, at=at):
        plan = Plan.objects.locked(plan)
        refuse(reason_not_to_carry(plan))
        return _Carrier(plan, from_plan, choices).run()


class _Carrier:
    """One run: what was copied so far, by the ids of the earlier plan."""

    def __init__(self, plan, from_plan, choices):
        self.plan, self.from_plan, self.choices = plan, from_plan, choices
        self.parts = {}  # (model, what identifies it) → the part of the new plan
        self.numbering = read_numbering(from_plan)
        self.numbering.restart(read_numbering(plan).rows)
        self.positions = count(next_position(plan.action_set))

    def run(self):
        found = self.from_plan.action_set.filter(pk__in=self.choices.actions)
        copied = (*COPIED, *([OPEN_MILESTONES] if self.choices.milestones else []))
        found = list(found.select_related("priority", "objective").prefetch_related(*copied))
        if not found:
            raise ValidationError({"actions": "Choose at least one action to carry on."})
        self._refuse_repeated(found)
        self._copy_columns()
        if self.choices.core_activities:
            self._copy_core_activities()
        self._refuse_taken(found)
        copies = {action.pk: self._copy_action(action) for action in found}
        for action in found:
            self._copy_other_priorities(action, copies[action.pk])
            if action.follows_id in copies:
                copies[action.pk].follows = copies[action.follows_id]
                copies[action.pk].save(update_fields={"follows"})
        return list(copies.values())

    def _refuse_repeated(self, found):
        carried = self.plan.action_set.filter(carried_from__in=found).select_related("carried_from")
        sentences = [
            f"Action {copy.carried_from.reference} has already been carried on as {copy.reference}."
            for copy in carried
        ]
        if sentences:
            raise ValidationError({"actions": sentences})

    def _refuse_taken(self, found):
        taken = {reference for reference, *_ in self.numbering.rows}
        clashes = [one.reference for one in found if one.reference in taken]
        if clashes and not self.choices.renumber:
            sentence = f"The new plan already has {', '.join(clashes)}. Choose new numbers instead."
            raise ValidationError({"numbers": sentence})

    def _copy_columns(self):
        if not self.plan.column_set.exists():
            # Reporting periods and days are those of the earlier plan.
            for column in self.from_plan.column_set.filter(period=None, as_at=None):
                self._copy(Column, column, "position", "heading", "shows")

    def _copy_core_activities(self):
        present = set(self.plan.coreactivity_set.values_list("wording", flat=True))
        for activity in self.from_plan.coreactivity_set.all():
            if activity.wording not in present:
                self._copy(CoreActivity, activity, "position", "heading", "wording")

    def _copy(self, model, record, *names, **values):
        """A new record of the new plan with the fields ``names`` of ``record``."""
        copied = {name: getattr(record, name) for name in names}
        return model.objects.create(plan=self.plan, **{**copied, **values})

    def _part(self, model, record, keys, names):
        """The part of the new plan that equals ``record`` by ``keys``; a copy if there is none."""
        if (model, record.pk) not in self.parts:
            same = {name: getattr(record, name) for name in keys}
            part = model.objects.filter(plan=self.plan, **same).first()
            self.parts[model, record.pk] = part or self._copy(model, record, *keys, *names)
        return self.parts[model, record.pk]

    def _priority(self, priority):
        if priority is None or priority.pk in self.choices.priorities:
            return priority and self.choices.priorities[priority.pk]
        if (Priority, priority.pk) not in self.parts:
            self.parts[Priority, priority.pk] = self._new_priority(priority)
        return self.parts[Priority, priority.pk]

    def _new_priority(self, priority):
        same = {"kind": priority.kind, "number": priority.number}
        if found := self.plan.priority_set.filter(**same).first():
            return found
        names = ("title", "heading_note", "action_heading", "note", "position", *TIMESCALE)
        copy = self._copy(Priority, priority, *same, *names, leads_words=self._words(priority))
        self._copy_leads(priority, priority=copy)
        self._copy_measures(priority, priority=copy)
        return copy

    def _objective(self, objective, priority):
        if objective is None:
            return None
        if (Objective, objective.pk) not in self.parts:
            self.parts[Objective, objective.pk] = self._new_objective(objective)
        copy = self.parts[Objective, objective.pk]
        has_priorities = bool(objective.priority_links.all())
        if priority is not None and has_priorities:
            link = {"priority": priority, "objective": copy}
            if not PriorityObjective.objects.filter(**link).exists():
                PriorityObjective.objects.create(plan=self.plan, **link)
        return copy

    def _new_objective(self, objective):
        if found := self.plan.objective_set.filter(number=objective.number).first():
            if found.title != objective.title:
                sentence = (
                    f"The new plan has another objective {objective.number}: “{found.title}”."
                )
                raise ValidationError(f"{sentence} Change its number first.")
            return found
        copy = self._copy(Objective, objective, "number", "title", "note", "position")
        self._copy_measures(objective, objective=copy)
        return copy

    def _copy_action(self, action):
        priority = self._priority(action.priority)
        objective = self._objective(action.objective, priority)
        reference = action.reference
        if self.choices.renumber:
            reference = self.numbering.next(priority, objective)
            refuse("" if reference else "The new numbers are too long. Keep the numbers instead.")
        self.numbering.take(reference, priority, objective)
        names = ("title", "wording", "importance", "further_actions", "resources", "note")
        names += ("starts_words", "starts_on", "starts_precision")
        copy = self._copy(
            Action, action, *names, *TIMESCALE, reference=reference, priority=priority, objective=objective,
            carried_from=action, position=next(self.positions), leads_words=self._words(action),
        )  # fmt: skip
        self._copy_leads(action, action=copy)
        self._copy_measures(action, action=copy)
        if self.choices.milestones:
            self._copy_milestones(action, copy)
        for link in action.driver_links.all():
            driver = self._part(Driver, link.driver, ("kind", "reference", "wording"), ())
            ActionDriver.objects.create(plan=self.plan, action=copy, driver=driver)
        for link in action.theme_links.all():
            theme = self._part(Theme, link.theme, ("name",), ())
            ActionTheme.objects.create(plan=self.plan, action=copy, theme=theme)
        return copy

    def _copy_other_priorities(self, action, copy):
        """Those that the new plan has, its own aside: where two became one, the action is in it already."""
        for link in action.priority_links.all():
            priority = self._priority(link.priority)
            known = {"action": copy, "priority": priority}
            if priority in (None, copy.priority) or ActionPriority.objects.filter(**known).exists():
                continue
            ActionPriority.objects.create(plan=self.plan, **known)

    def _copy_leads(self, record, **owner):
        seen = []
        for lead in record.leads.all():
            who = self._who(lead)
            if who and who not in seen:  # two leads may have become one
                values = {"position": len(seen), "role": lead.role, **who}
                Lead.objects.create(plan=self.plan, **owner, **values)
                seen.append(who)

    def _who(self, lead):
        """Who leads instead of ``lead``, which may be the same; None: nobody."""
        who = self.choices.leaders.get(leader_key(lead), SAME)
        return lead.who_values if who == SAME else who

    def _copy_milestones(self, action, copy):
        """Each is for the one who leads instead; if that one does not lead the copy, it keeps the name alone."""
        is_for_someone = any(point.lead_id for point in action.open_milestones)
        leads = copy.effective_leads() if is_for_someone else []
        for position, point in enumerate(action.open_milestones, start=1):
            who = self._who(point.lead) if point.lead_id else None
            lead = next((one for one in leads if one.who_values == who), None)
            left = point.lead_id and who is None and point.text  # nobody in particular any more
            name = lead.name if lead else "" if left else point.for_whom
            values = {"action": copy, "position": position, "lead": lead, "who": name}
            self._copy(ReportingPoint, point, "kind", "text", *TIMESCALE, **values)

    def _words(self, record):
        """The leads as written, kept only if all of them stay."""
        changed = any(leader_key(lead) in self.choices.leaders for lead in record.leads.all())
        return "" if changed else record.leads_words

    def _copy_measures(self, record, **owner):
        for measure in record.measures.all():
            self._copy(SuccessMeasure, measure, *MEASURE, **owner)
