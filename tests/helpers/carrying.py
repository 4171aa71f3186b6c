"""Carrying actions on into the next plan, for tests."""

from datetime import date

from plans.services.carry import CarryChoices, carry_forward
from plans.services.plan import create_plan
from plans.structure.carry import leader_key


def make_next_plan(people, plan, title="Next plan"):
    years = {"starts_on": date(2029, 4, 1), "ends_on": date(2030, 3, 31)}
    return create_plan(
        people.partnership,
        by=people.business_manager,
        title=title,
        period="2029–30",
        previous=plan,
        **years,
    )


def carry(plan, from_plan, people, *references, **choices):
    found = from_plan.action_set.filter(reference__in=references or ["1.1", "1.2", "1.3"])
    choices = CarryChoices(actions=frozenset(found.values_list("pk", flat=True)), **choices)
    return carry_forward(plan, from_plan, choices, by=people.business_manager)


def carry_data(plan, *actions, **values):
    """What the page sends when nothing but the ticks was touched; one agency, group or post each leads."""
    priorities = {f"priority_{one.pk}": "same" for one in plan.priority_set.all()}
    leads = [lead for action in plan.action_set.all() for lead in action.leads.all()]
    leaders = {f"leader_{'_'.join(map(str, leader_key(lead)))}": "same" for lead in leads}
    ticks = {"actions": [action.pk for action in actions]}
    return {"numbers": "new", "reason": ""} | priorities | leaders | ticks | values
