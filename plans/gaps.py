"""What a plan lacks: each kind of gap once, for the filter, home, the page that agrees a plan, and patterns.

A date counts as missing only while its action is open; a lead, a measure and evidence also on a complete action.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, DateField, Exists, OuterRef, Q, When

from partnership.models import Membership
from partnership.rating_kinds import CLOSED, GOOD, NOT_RUNNING, RatingKind
from partnership.rating_scheme import words_of
from partnership.statements import Given, Statement
from plans.leads.rules import LEADING, LED, WITHOUT_OWN_LEADS
from plans.models import Action, Lead, ReportingPoint, SuccessMeasure
from plans.timescales.rules import (
    DUE_ON,
    NEEDS_CHECK,
    NOT_UNDERSTOOD,
    SAYS_NOTHING,
    due_before,
)

OPEN = ~Q(rating_kind__in=CLOSED)
RUNNING = ~Q(rating_kind__in=NOT_RUNNING)  # the twin of Action.is_running


def _led_by_nobody_asked(on):
    """Condition: it has leads, and all of them are words, or people who are no members on the day ``on``."""
    members = Membership.objects.lasting(on).filter(
        user=OuterRef("person"), partnership=OuterRef("plan__partnership")
    )
    asked = Lead.objects.filter(role__in=LEADING, words="")
    asked = asked.filter(Q(person=None) | Exists(members))
    own = Q(leads__role__in=LEADING) & ~Exists(asked.filter(action=OuterRef("pk")))
    shared = Q(priority__leads__role__in=LEADING)
    shared &= ~Exists(asked.filter(priority=OuterRef("priority")))
    return own | WITHOUT_OWN_LEADS & shared


def _has_target_without_value():
    """Condition: one of its measures has a target, and nothing was counted for it so far."""
    waiting = SuccessMeasure.objects.filter(target__isnull=False, values=None)
    own = Exists(waiting.filter(action=OuterRef("pk")))
    shared = Exists(waiting.filter(priority=OuterRef("priority")))
    return own | Q(measures=None) & shared


@dataclass(frozen=True)
class GapKind:
    key: str  # the value in the address of the plan page
    filter: str  # the name of the filter that finds it there: gap or timescale
    label: str  # in that filter; {good} are the partnership's labels of on track and complete
    phrase: str  # after a number of actions, likewise
    words: str  # after the name of one action
    condition: Callable[[date], Q]  # given the day; ``due`` is the date that applies
    page: str = ""  # the page on which one action is mended; "" where that takes an update


# In the order in which they are listed. A placeholder ("measures to be agreed") is no measure.
GAPS = (
    GapKind(
        key="overdue",
        filter="timescale",
        label="Overdue",
        phrase="overdue",
        words="overdue",
        condition=lambda on: RUNNING & due_before(on),
    ),
    GapKind(
        key="not_understood",
        filter="timescale",
        label="Date not recognised",
        phrase="with a timescale we could not read as a date",
        words="a timescale we could not read as a date",
        condition=lambda on: OPEN & NOT_UNDERSTOOD,
        page="action_timescale",
    ),
    GapKind(
        key="to_check",
        filter="timescale",
        label="Date to check",
        phrase="with a date to check",
        words="a date to check",
        condition=lambda on: (
            OPEN
            & (
                NEEDS_CHECK
                | Q(pk__in=ReportingPoint.objects.to_check().order_by().values("action"))
            )
        ),
        page="action_timescale",
    ),
    GapKind(
        key="milestone_overdue",
        filter="timescale",
        label="Milestone overdue",
        phrase="with an overdue milestone",
        words="an overdue milestone",
        condition=lambda on: (
            OPEN
            & Q(pk__in=ReportingPoint.objects.overdue_milestones(on=on).order_by().values("action"))
        ),
        page="action_milestones",
    ),
    GapKind(
        key="no_timescale",
        filter="gap",
        label="No timescale",
        phrase="without a timescale",
        words="no timescale",
        condition=lambda on: OPEN & SAYS_NOTHING,
        page="action_timescale",
    ),
    GapKind(
        key="no_lead",
        filter="gap",
        label="No lead",
        phrase="without a lead",
        words="no lead",
        condition=lambda on: ~LED,
        page="action_leads",
    ),
    GapKind(
        key="nobody_asked",
        filter="gap",
        label="Lead is not on your lists",
        phrase="led by a name that is not on your lists, so nobody is asked for updates",
        words="a lead who is not asked for updates",
        condition=lambda on: OPEN & _led_by_nobody_asked(on),
        page="action_leads",
    ),
    GapKind(
        key="no_measure",
        filter="gap",
        label="No success measure",
        phrase="without a success measure",
        words="no success measure",
        condition=lambda on: (
            ~Q(measures__is_placeholder=False) & ~Q(priority__measures__is_placeholder=False)
        ),
        page="action_measure_new",
    ),
    GapKind(
        key="no_values",
        filter="gap",
        label="Target without a value",
        phrase="with a target but no values yet",
        words="a target but no values yet",
        condition=lambda on: OPEN & _has_target_without_value(),
    ),
    GapKind(
        key="no_evidence",
        filter="gap",
        label="Rated {good} without evidence",
        phrase="rated {good} without evidence",
        words="rated well without evidence",
        condition=lambda on: Q(evidence=None, rating_kind__in=GOOD),
    ),
    GapKind(
        key="never_rated",
        filter="gap",
        label="Never rated",
        phrase="never rated",
        words="never rated",
        condition=lambda on: Q(rating_kind=RatingKind.NOT_RATED),
    ),
)
BY_KEY = {kind.key: kind for kind in GAPS}

# What can be filled before a plan is agreed, in the order in which they are listed there.
OF_A_DRAFT = (
    *("no_lead", "nobody_asked", "no_timescale"),
    *("not_understood", "to_check", "no_measure"),
)


def gap_choices(name, ratings):
    """The (value, label) pairs of the filter ``name``, with the labels of the partnership's ``ratings``."""
    good = words_of(ratings, *GOOD)
    return tuple((kind.key, kind.label.format(good=good)) for kind in GAPS if kind.filter == name)


def find_gap(actions, key, *, on):
    """Those of ``actions`` (a QuerySet) that have this gap on the day ``on``."""
    return actions.alias(due=DUE_ON).filter(BY_KEY[key].condition(on))


def count_gaps(plan, *, on):
    """(GapKind, number of actions) of every kind, in their order: one query."""
    counted = _NUMBERS.dicts(plan=plan.pk, on=on)  # no row for a plan without actions
    numbers = counted[0] if counted else dict.fromkeys(BY_KEY, 0)
    return tuple((kind, numbers[kind.key]) for kind in GAPS)


def find_rated_without_evidence(plan, *, on):
    """The ids of the actions of ``plan`` that have the gap “no_evidence”: one query."""
    return {pk for (pk,) in _WITHOUT_EVIDENCE.rows(plan=plan.pk, on=on)}


def read_gaps_of_draft(plan, *, on):
    """(Action, GapKind) for all that can be filled before the plan is agreed, in print order: one query."""
    found = {
        f"has_{key}": Case(When(_has(plan.pk, key, on), then=True), default=False)
        for key in OF_A_DRAFT
    }
    actions = plan.action_set.annotate(**found).order_by(*Action._meta.ordering)
    return [
        (action, BY_KEY[key])
        for action in actions
        for key in OF_A_DRAFT
        if getattr(action, f"has_{key}")
    ]


@dataclass(frozen=True)
class GapGroup:
    """All parts of a plan that lack the same thing, which editing mends."""

    one: str  # what one of them is called
    several: str
    phrase: str  # after their number
    label: str  # beside one of them
    page: str  # where one of them is mended
    records: tuple


def read_part_gaps(plan, *, on):
    """The GapGroups of a plan's parts, without empty ones, in the order of its parts: four queries."""
    by_kind = {key: [] for key in OF_A_DRAFT}
    for action, kind in read_gaps_of_draft(plan, on=on):
        by_kind[kind.key].append(action)
    empty = ("without an action", "No actions", "action_new")
    outside = (OUTSIDE, "Date outside the plan", "action_timescale")
    kinds = [
        ((kind.phrase, kind.label, kind.page), found)
        for kind, found in ((BY_KEY[key], found) for key, found in by_kind.items())
    ]
    groups = [
        GapGroup("priority", "priorities", *empty, _without_action(plan.priority_set)),
        GapGroup("objective", "objectives", *empty, _without_action(plan.objective_set)),
        *(GapGroup("action", "actions", *said, tuple(found)) for said, found in kinds),
        GapGroup("action", "actions", *outside, tuple(_dated_outside(plan))),
    ]
    return [group for group in groups if group.records]


class PartGaps:
    """The same by part, for the page on which they are mended."""

    def __init__(self, groups):
        self._found = defaultdict(list)
        for group in groups:
            for record in group.records:
                self._found[group.one, record.pk].append(group)

    def of(self, noun, pk):
        """The GapGroups of the “action”, “priority” or “objective” with this id."""
        return self._found.get((noun, pk), ())

    def count(self, section):
        """The number of actions and objectives in a SectionFacts that lack something."""
        objectives = [part.objective for part in section.parts if part.objective]
        parts = [("action", action.pk) for action in section.actions]
        return sum(
            map(bool, map(self._found.get, parts + [("objective", o.pk) for o in objectives]))
        )


OUTSIDE = "with a date outside the dates of the plan"


def _without_action(parts):
    return tuple(parts.filter(actions=None))


def _dated_outside(plan):
    outside = Q(due__lt=plan.starts_on) | Q(due__gt=plan.ends_on)
    return plan.action_set.alias(due=DUE_ON).filter(outside)


def _has(plan, key, on):
    found = find_gap(Action.objects.filter(plan=plan).order_by(), key, on=on)
    return Q(pk__in=found.values("pk"))


# Made once a process: seven subqueries take Django longer to compile than the database to answer.

_PLAN, _ON = Given("plan"), Given("on", DateField())


def _numbers():
    found = {kind.key: Count("pk", filter=_has(_PLAN, kind.key, _ON)) for kind in GAPS}
    grouped = Action.objects.filter(plan=_PLAN).order_by().values("plan").annotate(**found)
    return grouped.values(*found)


_NUMBERS = Statement(_numbers)
_WITHOUT_EVIDENCE = Statement(
    lambda: (
        find_gap(Action.objects.filter(plan=_PLAN), "no_evidence", on=_ON)
        .order_by()
        .values_list("pk")
    )
)
