"""Reads a plan's current state into a PlanDocument: eleven queries, one a table, joined in memory by ids."""

from collections import defaultdict

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from plans.document.assemble import PlanRows, by_owner
from plans.models import TimescaleChange
from plans.ratings.compare import compared, last_freeze

TIMESCALE = (
    *("timescale_words", "timescale_kind", "due_on", "due_precision"),
    *("first_timescale", "first_due_on"),
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
    *("importance", "further_actions", "note", "follows_id", "leads_words", "rating"),
    *("previous_rating", "rated_at", "last_update_id", "last_update__at", "last_update__by_name"),
    *("last_update__rating", "last_update__comment", "last_update__next_steps"),
    *("last_update__no_change", "slips", "is_shown", "freeze", "freeze_rating"),
)
LEAD = (
    *("action_id", "priority_id", "role", "words", "group_id", "group__name", "post_id"),
    *("post__title", "agency_id", "agency__name", "agency__short_name"),
)
MEASURE = (
    *("pk", "action_id", "priority_id", "objective_id", "wording", "first_wording"),
    *("is_placeholder", "evidence__pk", "evidence__file__name"),
)


def read_plan(plan, *, on, shown=None, brief=False):
    """The PlanDocument of ``plan`` as it is now.

    A ``brief`` one is for pages that show no action in full: it leaves out columns, core activities, drivers,
    themes and reporting points, which saves five queries.

    ``plan`` comes with its partnership and house style loaded; ``on`` is the day by which overdue is judged;
    ``shown`` is a QuerySet of the actions that match a filter (None: all).
    """
    return CurrentRows(plan, on, shown, brief).document()


class CurrentRows(PlanRows):
    """The rows of the live tables."""

    def __init__(self, plan, on, shown, brief):
        self.plan, self.on = plan, on
        ratings = plan.partnership.ratingdefinition_set
        self.ratings = ratings.values_list("kind", "label", "meaning")
        self.drivers = self.themes = self.points = defaultdict(tuple)
        if not brief:
            self._read_rest(plan)
        self.priorities = list(_rows(plan.priority_set, PRIORITY, TIMESCALE))
        # One row for each objective and priority it is under; one with None for an objective under no priority.
        under = plan.objective_set.annotate(under=F("priority_links__priority"))
        linked = list(_rows(under, ("pk", "number", "position", "title", "note", "under")))
        self.links = {(o.pk, o.under) for o in linked if o.under}
        self.objectives = list({o.pk: o for o in linked}.values())
        self.actions = list(_rows(_actions(plan, shown), ACTION, TIMESCALE))
        self.leads = by_owner(_rows(plan.lead_set, LEAD), "action", "priority")
        # One row for each measure and piece of evidence against it; one row if there is none yet.
        brought = plan.successmeasure_set.order_by("position", "pk", "evidence__pk")
        self.keep_measures(list(_rows(brought, MEASURE)))
        self.index()

    def _read_rest(self, plan):
        self.columns = plan.column_set.values_list("heading", "shows")
        self.core_activities = plan.coreactivity_set.values_list("heading", "wording")
        drivers = _rows(plan.actiondriver_set, ("action_id", "driver__wording"))
        self.drivers = by_owner(drivers, "action")
        self.themes = by_owner(_rows(plan.actiontheme_set, ("action_id", "theme__name")), "action")
        points = ("action_id", "words", "due_on", "due_precision", "measure_id")
        self.points = by_owner(_rows(plan.reportingpoint_set, points), "action")


def _rows(records, *fields):
    return records.values_list(*(name for names in fields for name in names), named=True)


def _actions(plan, shown):
    """The plan's actions with their slips, whether they match the filter, and the rating to compare with."""
    moves = TimescaleChange.objects.filter(
        Q(to_due_on=None) | Q(to_due_on__gt=F("from_due_on")), from_due_on__isnull=False
    )
    is_shown = (
        Value(True)
        if shown is None
        else Case(When(pk__in=shown.values("pk"), then=True), default=False)
    )
    actions = plan.action_set.annotate(slips=_number_of(moves, "action"), is_shown=is_shown)
    return compared(actions, last_freeze(plan.pk))


def _number_of(rows, owner):
    """The number of ``rows`` of a record, as a subquery: a join would have to group by every long text."""
    counted = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)
