"""Reads a plan's current state into a PlanDocument: eleven queries, one a table, joined in memory by ids.

One more reads earlier words of actions whose last update has none, and one the values of measures, if there are any;
one more the updates, and one the evidence, if a column shows them.
"""

from typing import NamedTuple

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from partnership.memo import Memo
from partnership.models import RatingDefinition
from partnership.statements import Given, Statement
from plans.document.assemble import (
    PlanRows,
    by_action,
    by_owner,
    has_counted,
    plan_facts,
    without_words,
)
from plans.document.earlier import EVIDENCE, needs_evidence, needs_updates
from plans.document.earlier import UPDATE as SAID
from plans.document.records import RatingFacts
from plans.models import (
    Action,
    ActionDriver,
    ActionTheme,
    Column,
    CoreActivity,
    Evidence,
    Lead,
    MeasureValue,
    Objective,
    Priority,
    ProgressUpdate,
    ReportingPoint,
    SuccessMeasure,
    TimescaleChange,
)
from plans.ratings.compare import annotate_freeze_rating, last_freeze

TIMESCALE = (
    *("timescale_words", "timescale_kind", "due_on", "due_precision"),
    *("rhythm", "needs_check", "first_timescale", "first_due_on"),
)
PRIORITY = (
    "pk",
    "kind",
    "number",
    "title",
    "heading_note",
    "action_heading",
    "note",
    "leads_words",
)
ACTION = (
    *("pk", "reference", "priority_id", "objective_id", "title", "wording", "first_wording"),
    *("importance", "further_actions", "resources", "note", "follows_id", "leads_words", "rating"),
    *("starts_words", "starts_on", "starts_precision"),
    *("rating_kind", "previous_rating", "rated_at", "last_update_id", "last_update__at"),
    *("last_update__by_name",),
    *("last_update__rating", "last_update__comment", "last_update__next_steps"),
    *("last_update__corrected_at", "last_update__came_instead"),
    *("slips", "is_shown", "freeze", "freeze_rating", "successor", "succession"),
)
RATING = ("key", "kind", "label", "meaning", "colour", "symbol", "severity")
UPDATE = (
    *("pk", "action_id", "at", "by_name", "rating", "comment", "next_steps", "no_change"),
    *("corrected_at", "came_instead"),
)
POINT = (
    *("pk", "action_id", "kind", "text", "who", "lead_id", "measure_id", "outcome"),
    *("received_on", "slips"),
)
LEAD = (
    *("pk", "action_id", "priority_id", "role", "words", "group_id", "group__name", "post_id"),
    *("post__title", "agency_id", "agency__name", "agency__short_name"),
    *("person_id", "person__name"),
)
MEASURE = (
    *("pk", "action_id", "priority_id", "objective_id", "wording", "first_wording"),
    *(
        "is_placeholder",
        "evidence__pk",
        "evidence__file__name",
        "outcome",
        "for_whom",
        "unit",
        "wanted",
    ),
    *("baseline", "baseline_on", "baseline_precision", "target", "target_on", "target_precision"),
    "counts_people",
)
VALUE = (
    "pk",
    "measure_id",
    "on",
    "precision",
    "value",
    "numerator",
    "denominator",
    "source",
    "evidence_id",
)


def read_plan(plan, *, on, shown=None, brief=False, values=False):
    """The PlanDocument of ``plan`` as it is now.

    A ``brief`` one is for pages that show no action in full: it leaves out columns, core activities, drivers,
    themes, reporting points and, unless it is to have them, the ``values`` of measures: five queries or six.

    ``plan`` comes with its partnership and house style loaded; ``on`` is the day by which overdue is judged;
    ``shown`` is a QuerySet of the actions that match a filter (None: all).
    """
    read = _read(plan.pk, plan.partnership_id, shown, brief, values or not brief)
    facts = tuple(plan_facts(plan).values())
    return _DOCUMENTS.get((facts, on, read), lambda: CurrentRows(plan, on, read).document())


# Of the plans read last in this process: from the same rows, the same document (decision 0115).
_DOCUMENTS = Memo(size=20)


class Read(NamedTuple):
    """The rows of a plan as they were read, in the order of print. Those of a table that was not read are empty."""

    ratings: tuple
    priorities: tuple  # one row for each priority and action that it names beside its own
    objectives: tuple  # one row for each objective and priority it is under
    actions: tuple  # one row for each action and successor
    leads: tuple
    measures: tuple  # one row for each measure and piece of evidence against it
    updates: tuple = ()  # of actions whose last update has no words
    values: tuple = ()
    columns: tuple = ()
    core_activities: tuple = ()
    drivers: tuple = ()
    themes: tuple = ()
    points: tuple = ()
    said: tuple = ()
    evidence: tuple = ()


def _read(plan, partnership, shown, brief, values):
    """The Read of the plan with this id; the other arguments as for ``read_plan``."""

    def of_plan(statement):
        return tuple(statement.named_rows(plan=plan))

    actions = of_plan(_ACTIONS) if shown is None else _matched(plan, shown)
    wordless, measures = without_words(actions), of_plan(_MEASURES)
    return Read(
        ratings=tuple(_RATINGS.rows(partnership=partnership)),
        priorities=of_plan(_PRIORITIES),
        objectives=of_plan(_OBJECTIVES),
        actions=actions,
        leads=of_plan(_LEADS),
        measures=measures,
        updates=tuple(_UPDATES.named_rows(ids=wordless)) if wordless else (),
        values=of_plan(_VALUES) if values and has_counted(measures) else (),
        **({} if brief else _read_rest(of_plan)),
    )


def _matched(plan, shown):
    return tuple(_rows(_actions(plan, shown), ACTION, TIMESCALE))


def _read_rest(of_plan):
    columns = of_plan(_COLUMNS)
    return {
        "columns": columns,
        "core_activities": of_plan(_CORE_ACTIVITIES),
        "drivers": of_plan(_DRIVERS),
        "themes": of_plan(_THEMES),
        "points": of_plan(_POINTS),
        "said": of_plan(_SAID) if needs_updates(columns) else (),
        "evidence": of_plan(_EVIDENCE) if needs_evidence(columns) else (),
    }


class CurrentRows(PlanRows):
    """The rows of the live tables."""

    def __init__(self, plan, on, read):
        self.plan, self.on = plan, on
        self.ratings = [RatingFacts(*row) for row in read.ratings]
        self.columns = read.columns
        self.core_activities = [tuple(row) for row in read.core_activities]
        self.drivers, self.themes = (
            by_owner(read.drivers, "action"),
            by_owner(read.themes, "action"),
        )
        self.points = by_owner(read.points, "action")
        self.said, self.shown_evidence = by_action(read.said), by_action(read.evidence)
        self.named = {(row.names, row.pk) for row in read.priorities if row.names}
        self.priorities = list({row.pk: row for row in read.priorities}.values())
        self.links = {(o.pk, o.under) for o in read.objectives if o.under}
        self.objectives = list({o.pk: o for o in read.objectives}.values())
        linked = (a for a in read.actions if a.successor)
        self.successions = [(a.succession, a.pk, a.successor) for a in linked]
        self.actions = list({action.pk: action for action in read.actions}.values())
        self.keep_updates(read.updates)
        self.leads = by_owner(read.leads, "action", "priority")
        self.keep_measures(read.measures)
        self.keep_values(read.values)
        self.index()


def _rows(records, *fields):
    return records.values_list(*(name for names in fields for name in names), named=True)


def _actions(plan_pk, shown=None):
    """The plan's actions with their slips, whether they match the filter, and the rating to compare with."""
    is_shown = (
        Value(True)
        if shown is None
        else Case(When(pk__in=shown.values("pk"), then=True), default=False)
    )
    actions = Action.objects.filter(plan=plan_pk)
    slips = _number_of(_slips().filter(point=None), "action")
    actions = actions.annotate(slips=slips, is_shown=is_shown)
    actions = actions.annotate(
        successor=F("successor_links__successor"), succession=F("successor_links__kind")
    )
    return annotate_freeze_rating(actions, last_freeze(plan_pk))


def _slips():
    """The moves of timescales to a later date, or to none."""
    return TimescaleChange.objects.filter(
        Q(to_due_on=None) | Q(to_due_on__gt=F("from_due_on")), from_due_on__isnull=False
    )


def _number_of(rows, owner):
    """The number of ``rows`` of a record, as a subquery: a join would have to group by every long text."""
    counted = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)


# Made once a process: the text of these statements is the same for every plan.


def _of_plan(model, *fields, order=()):
    def make():
        records = model.objects.filter(plan=Given("plan"))
        return _rows(records.order_by(*order) if order else records, *fields)

    return Statement(make)


def _points():
    points = ReportingPoint.objects.filter(plan=Given("plan"))
    return _rows(points.annotate(slips=_number_of(_slips(), "point")), POINT, TIMESCALE)


def _priorities():
    naming = Priority.objects.filter(plan=Given("plan")).annotate(names=F("action_links__action"))
    return _rows(naming, PRIORITY, TIMESCALE, ("names",))


def _objectives():
    under = Objective.objects.filter(plan=Given("plan")).annotate(
        under=F("priority_links__priority")
    )
    return _rows(under, ("pk", "number", "position", "title", "note", "under"))


_RATINGS = Statement(
    lambda: (
        RatingDefinition.objects.filter(partnership=Given("partnership"))
        .annotate(has_left=Case(When(retired_at__isnull=False, then=True), default=False))
        .values_list(*RATING, "has_left", "replaced_by", "is_reviewed_yearly")
    )
)
_PRIORITIES = Statement(_priorities)
_OBJECTIVES = Statement(_objectives)
_ACTIONS = Statement(lambda: _rows(_actions(Given("plan")), ACTION, TIMESCALE))
_UPDATES = Statement(
    lambda: _rows(
        ProgressUpdate.objects.filter(action__among=Given("ids")).with_last_words(), UPDATE
    )
)
_LEADS = _of_plan(Lead, LEAD)
_MEASURES = _of_plan(SuccessMeasure, MEASURE, order=("position", "pk", "evidence__pk"))
_VALUES = _of_plan(MeasureValue, VALUE)
_COLUMNS = _of_plan(
    Column, ("heading", "shows", "period_id", "as_at", "period__name", "period__frozen_at")
)
_SAID = _of_plan(ProgressUpdate, SAID, order=("-at", "-pk"))
_EVIDENCE = _of_plan(Evidence, ("pk", *EVIDENCE))
_CORE_ACTIVITIES = _of_plan(CoreActivity, ("heading", "wording"))
_DRIVERS = _of_plan(ActionDriver, ("action_id", "driver__reference", "driver__wording"))
_THEMES = _of_plan(ActionTheme, ("action_id", "theme__name"))
_POINTS = Statement(_points)
