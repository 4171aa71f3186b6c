"""A plan with every combination of the leads and dates of an action and its priority, and what is expected of each.

The expected answers are computed from the input alone, by ``plans/leads/rules.py`` and ``plans/timescales/rules.py``.
"""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from partnership.history import recording
from plans.leads.rules import LEADING, has_own_leads
from plans.models import Lead, Plan, Priority
from plans.models.lead import leader_kind
from plans.services.lead import set_leads
from plans.services.plan import agree_plan
from plans.services.structure import add_part
from plans.services.timescale import change_timescale
from plans.timescales.rules import has_own_timescale, is_overdue
from tests.helpers.builders import AGREED, DRAFTED, TODAY, make_action, make_plan

PAST, COMING = date(2026, 10, 31), date(2026, 12, 31)

# The possible leads of an action or a priority: (leads, words as written) …
LEADS = {
    "a group and a person": (["audit_group", "member joint"], ""),
    "a group, as written": (["audit_group"], "Audit Work Group"),
    "an overseer": (["board oversees"], ""),
    "words": ([], "To be agreed"),
    "a lead in words": (["Head teachers"], ""),
    "a post, a group and a person": (["adviser", "training_group joint", "member joint"], ""),
    "blanks": ([], " \n\t"),
    "nothing": ([], ""),
}
# … and timescales: kind, words, date.
TIMESCALES = {
    "a past date": ("date", "", PAST),
    "a coming date": ("date", "", COMING),
    "a date in words": ("date", "By the end of October", PAST),
    "words": ("none", "Phase 3", None),
    "ongoing": ("ongoing", "", None),
    "to be confirmed": ("to_be_confirmed", "TBC", None),
    "blanks": ("none", " \n\t", None),
    "nothing": ("none", "", None),
}
# What actions with these timescales are not to start before: one is to come, one has come.
STARTS = {"blanks": "1 December 2026", "nothing": "October 2026"}
START_DAYS = {"blanks": date(2026, 12, 1), "nothing": date(2026, 10, 1)}

# Priorities, each with one of both; and actions under no priority.
PRIORITIES = {
    "1": ("a post, a group and a person", "a past date"),
    "2": ("an overseer", "words"),
    "3": ("words", "a coming date"),
    "4": ("nothing", "nothing"),
    "none": None,
}


def lead_of(people, text):
    """“training_group joint” as ``set_leads`` takes it."""
    name, _, role = text.partition(" ")
    if not hasattr(people, name):
        return {"words": text, "role": "lead"}
    who = getattr(people, name)
    return {leader_kind(who): who, "role": role or "lead"}


def who_leads(people, texts):
    """The (kind, id) of those of LEADS that carry the work; a lead in words has no id."""
    leads = (lead_of(people, text) for text in texts)
    found = set()
    for lead in leads:
        if lead["role"] in LEADING:
            kind = next(name for name in Lead.WHO if name in lead)
            found.add((kind, None if kind == "words" else lead[kind].pk))
    return frozenset(found)


@dataclass(frozen=True)
class Expected:
    """The answers of the rules for one action."""

    leaders: frozenset  # (kind, id)
    has_own_leads: bool
    due_on: date | None
    has_own_timescale: bool
    starts_on: date | None

    @property
    def named(self):
        """The leads that can be asked: groups, posts, agencies and persons."""
        return frozenset(who for who in self.leaders if who[1])

    @property
    def is_overdue(self):
        return is_overdue(self.due_on, is_open=True, on=TODAY, starts_on=self.starts_on)


def expect(people, own, shared):
    """The rules applied to names of LEADS and TIMESCALES; ``shared`` is the priority's pair or None."""
    leads, words = LEADS[own[0]]
    timescale = TIMESCALES[own[1]]
    own_leads = shared is None or has_own_leads(leads, words)
    own_dates = shared is None or has_own_timescale(*timescale)
    applies = leads if own_leads else LEADS[shared[0]][0]
    due_on = timescale[2] if own_dates else TIMESCALES[shared[1]][2]
    starts_on = START_DAYS.get(own[1])
    return Expected(who_leads(people, applies), own_leads, due_on, own_dates, starts_on)


def write(record, people, pair):
    """Give an action or a priority the leads and the timescale of these names."""
    by = people.business_manager
    leads, words = LEADS[pair[0]]
    kind, text, due_on = TIMESCALES[pair[1]]
    set_leads(record, [lead_of(people, lead) for lead in leads], by=by, words=words, at=DRAFTED)
    change_timescale(record, by=by, reason="", kind=kind, words=text, due_on=due_on, at=DRAFTED)


def make_combinations(people):
    """A plan with each kind of priority, and under each an action for each kind of lead and of timescale."""
    by, expected = people.business_manager, {}
    plan = make_plan(people, actions=0, agreed=False, title="Every combination")
    for number, shared in PRIORITIES.items():
        priority = None
        if shared:
            with recording(by=by, at=DRAFTED):
                priority = plan.priority_set.filter(number=number).first() or add_part(
                    Priority, plan, by=by, number=number, title=f"Priority {number}"
                )
            write(priority, people, shared)
        for position, own in enumerate(zip(LEADS, TIMESCALES, strict=True)):
            reference = f"{number}.{position}"
            start = STARTS.get(own[1], "")
            action = make_action(plan, reference, priority=priority, measures=0, starts_words=start)
            write(action, people, own)
            expected[reference] = expect(people, own, shared)
    agree_plan(plan, by=by, agreed_where="Executive", at=AGREED)
    return SimpleNamespace(plan=Plan.objects.get(pk=plan.pk), expected=expected)
