"""Loads one plan of the fixtures through the services, as a business manager would enter it."""

from decimal import Decimal

from partnership.history import recording
from plans.models import (
    Column,
    CoreActivity,
    Driver,
    Objective,
    Priority,
    ReportingPoint,
    Theme,
)
from plans.models.timescale import last_day_of
from plans.services.action import add_action, revise_action
from plans.services.lead import set_leads
from plans.services.measure import add_measure
from plans.services.milestone import add_milestone
from plans.services.plan import agree_plan, create_plan
from plans.services.structure import add_part, set_priorities
from plans.services.timescale import change_timescale
from reports.demonstration.dates import at_ten


class PlanBuilder:
    """Builds one plan from its facts. Records are found by the codes and references in the facts."""

    def __init__(self, cast, facts, calendar, *, at):
        self.cast, self.facts, self.calendar, self.at = cast, facts, calendar, at
        self.manager = cast.manager
        self.priorities, self.objectives, self.drivers, self.themes, self.actions = (
            {},
            {},
            {},
            {},
            {},
        )

    def build(self):
        """The draft plan with everything in it, as one change."""
        reason, partnership = "The plan as the partners drew it up", self.cast.partnership
        with recording(partnership, by=self.manager, reason=reason, at=self.at):
            self.plan = self._plan()
            self._frame()
            for facts in self.facts["actions"]:
                self.add(facts)
        return self.plan

    def agree(self, *, where, reason, at):
        self.plan = agree_plan(self.plan, by=self.manager, agreed_where=where, reason=reason, at=at)

    def _plan(self):
        facts = self.facts
        starts_on = self.calendar.day(facts["starts_on"])
        ends_on = self.calendar.day(facts["ends_on"], end=True)
        return create_plan(
            self.cast.partnership,
            by=self.manager,
            title=facts["title"],
            period=facts["period"].format(start_year=starts_on.year, end_year=ends_on.year),
            starts_on=starts_on,
            ends_on=ends_on,
            introduction=facts["introduction"],
            note=facts["note"],
            owner=self.cast.groups[facts["owner"]] if "owner" in facts else None,
        )

    def _part(self, model, **values):
        return add_part(model, self.plan, by=self.manager, **values)

    def _frame(self):
        for column in self.facts["columns"]:
            self._part(Column, **column)
        for activity in self.facts["core_activities"]:
            self._part(CoreActivity, **activity)
        self.themes = {name: self._part(Theme, name=name) for name in self.facts["themes"]}
        for driver in self.facts["drivers"]:
            names = ("kind", "reference", "wording")
            values = {name: driver[name] for name in names if name in driver}
            self.drivers[driver["key"]] = self._part(Driver, **values)
        for facts in self.facts["priorities"]:
            self._priority(facts)
        for facts in self.facts["objectives"]:
            objective = self._part(
                Objective, number=facts["number"], title=facts["title"], note=facts["note"]
            )
            set_priorities(
                objective, [self.priorities[code] for code in facts["priorities"]], by=self.manager
            )
            self.objectives[facts["number"]] = objective

    def _priority(self, facts):
        names = ("kind", "number", "title", "heading_note", "action_heading", "note")
        priority = self._part(Priority, **{name: facts[name] for name in names})
        self.priorities[priority.code] = priority
        self._carry(priority, facts)
        if facts["timescale"]:
            change_timescale(
                priority, by=self.manager, reason="", **self.timescale(facts["timescale"])
            )

    def add(self, facts, *, reason="", at=None):
        """One action with its leads, timescale, reporting points and measures, as one change."""
        names = ("reference", "title", "wording", "importance", "further_actions", "note")
        with recording(self.plan, by=self.manager, reason=reason, at=at):
            action = add_action(
                self.plan,
                by=self.manager,
                at=at,
                priority=self.priorities.get(facts["priority"]),
                objective=self.objectives.get(facts["objective"]),
                drivers=[self.drivers[key] for key in facts["drivers"]],
                themes=[self.themes[name] for name in facts["themes"]],
                other_priorities=[self.priorities[code] for code in facts.get("also_under", ())],
                timescale=self.timescale(facts["timescale"]) if facts["timescale"] else None,
                resources=facts.get("resources", ""),
                **{name: facts[name] for name in names},
            )
            measures = self._carry(action, facts)
            for position, point in enumerate((facts["timescale"] or {}).get("points", []), start=1):
                self._point(action, measures, position, point)
            for milestone in facts.get("milestones", ()):
                self._milestone(action, milestone)
            if facts["follows"]:
                action.refresh_from_db()
                revise_action(action, by=self.manager, follows=self.actions[facts["follows"]])
        self.actions[action.reference] = action
        return action

    def _carry(self, record, facts):
        """Add leads and measures to a priority or an action; returns the measures."""
        words = "\n".join(line["line"] for line in facts["leads_words"])
        if facts["leads"] or words:
            leads = [self.cast.lead(lead) for lead in facts["leads"]]
            set_leads(record, leads, by=self.manager, words=words)
        return [
            add_measure(
                record,
                by=self.manager,
                wording=m["wording"],
                is_placeholder=m["placeholder"],
                **self.counted(m.get("counts", {})),
            )
            for m in facts["measures"]
        ]

    def counted(self, facts):
        """What a measure of a fixture counts, as ``add_measure`` takes it: nothing if it counts nothing."""
        values = dict(facts)
        for name in ("baseline", "target"):
            if name in facts:
                values[name] = Decimal(facts[name])
            if f"{name}_on" in facts:
                due = self.calendar.due(facts[f"{name}_on"])
                values[f"{name}_on"], values[f"{name}_precision"] = due
        return values

    def timescale(self, facts):
        """A fixture's timescale as ``change_timescale`` takes it."""
        due_on, precision = self.calendar.due(facts["due"])
        return {
            "kind": facts["kind"],
            "words": "\n".join(facts["words"]),
            "due_on": due_on,
            "precision": precision,
        }

    def _milestone(self, action, facts):
        leads = list(action.leads.all())
        due_on, _ = self.calendar.due(facts["by"])
        add_milestone(
            action,
            by=self.manager,
            text=facts["text"],
            lead=leads[facts["lead"] - 1] if "lead" in facts else None,
            who=facts.get("who", ""),
            timescale={"kind": "by_month", "due_on": due_on},
        )

    def _point(self, action, measures, position, facts):
        due_on, precision = self.calendar.due(facts["due"])
        add_part(
            ReportingPoint,
            self.plan,
            by=self.manager,
            action=action,
            measure=measures[facts["measure"] - 1] if facts["measure"] else None,
            position=position,
            timescale_words=facts["words"],
            due_on=last_day_of(due_on, precision),
            due_precision=precision,
        )


def day_the_plan_began(facts, calendar):
    """Ten in the morning of the first day of a plan."""
    return at_ten(calendar.day(facts["starts_on"]))
