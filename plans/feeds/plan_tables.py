"""The tables of what plans say: plans, priorities, objectives, actions, leads, and the ratings in use."""

from partnership.models import Agency, Post, RatingDefinition, User
from partnership.palette import RatingSymbol
from partnership.rating_kinds import NOT_RUNNING
from partnership.tables import Kind
from plans.exports.action_table import ACTIONS as ACTION_EXPORT
from plans.exports.json import PLAN
from plans.exports.part_tables import LEADS as LEAD_EXPORT
from plans.exports.part_tables import PRIORITIES as PRIORITY_EXPORT
from plans.exports.part_tables import RATINGS as RATING_EXPORT
from plans.feeds.table import (
    CHANGED_AT,
    OF_PLAN,
    FeedColumn,
    FeedTable,
    from_fields,
    label_of,
    take,
)
from plans.models import Action, Lead, Objective, Plan, Priority
from plans.models.timescale import start_text, timescale_text
from plans.timescales.rules import has_own_timescale, overdue_from
from subgroups.models import Group

ID = FeedColumn("id", "Id", Kind.ID, "Its number in this service. It never changes.")
TIMESCALE = ("timescale_kind", "timescale_words", "due_on", "due_precision", "rhythm")
# An action's own timescale, then that of its priority.
BOTH = (*TIMESCALE, *(f"priority__{name}" for name in TIMESCALE))

_OF_A_PLAN = {column.name: column for column in PLAN}


def priority_name(kind, number, title):
    """“Priority 1: Neglect”; "" for none."""
    return str(Priority(kind=kind, number=number, title=title)) if kind else ""


def objective_name(number, title):
    return f"{number or ''} {title or ''}".strip()


def lead_name(short, *names):
    """As ``Lead.name``: of the group, post, agency, person or words, one of which is given."""
    return short or next((name for name in names if name), "")


def timescale_words(kind, words, due_on, precision, rhythm):
    return timescale_text(kind=kind, words=words, due_on=due_on, precision=precision, rhythm=rhythm)


def in_force(*fields):
    """Of the fields BOTH, the five that apply: the action's own, or its priority's."""
    own, of_priority = fields[:5], fields[5:]
    kind, words, due_on, *_ = own
    is_own = has_own_timescale(kind, words, due_on) or of_priority[0] is None
    return own if is_own else of_priority


def _overdue_from(rating_kind, starts_on, *fields):
    is_open = rating_kind not in NOT_RUNNING
    return overdue_from(in_force(*fields)[2], is_open=is_open, starts_on=starts_on)


def action_column(name, *fields, show=None):
    return from_fields(ACTION_EXPORT.column(name), *fields, show=show)


OF_PRIORITY = ("priority__kind", "priority__number", "priority__title")
LEAD_NAMES = (
    *("agency__short_name", "agency__name", "group__name", "post__title", "person__name", "words"),
)
WHO = tuple(f"{name}_id" for name in Lead.NAMED)
NAMED = ((Group, "group_id"), (Post, "post_id"), (Agency, "agency_id"), (User, "person_id"))


def kind_of_lead(*ids):
    """Of the ids in WHO: which kind is named, or “words”."""
    return next((kind for kind, pk in zip(Lead.NAMED, ids, strict=True) if pk), "words")


PLANS = FeedTable(
    "plans",
    "Plans",
    "One row for each plan. Draft plans are included only if the token says so.",
    (
        from_fields(_OF_A_PLAN["id"]),
        *(from_fields(_OF_A_PLAN[name]) for name in ("title", "period", "starts_on", "ends_on", "status")),
        FeedColumn("agreed_at", "Agreed", Kind.MOMENT, "When it was agreed."),
        FeedColumn("previous_id", "Previous plan id", Kind.ID, "The id of the plan before it."),
        CHANGED_AT,
    ),
    lambda scope: scope.plans(),
    ((Plan, "pk"),),
)  # fmt: skip

PRIORITIES = FeedTable(
    "priorities",
    "Priorities",
    "One row for each priority.",
    (
        *OF_PLAN,
        ID,
        from_fields(PRIORITY_EXPORT.column("heading"), "kind", "number", show=Priority.heading_of),
        *take(PRIORITY_EXPORT, "title", leads_as_written="leads_words"),
        from_fields(PRIORITY_EXPORT.column("timescale"), *TIMESCALE, show=timescale_words),
        *take(PRIORITY_EXPORT, "due_on", "note"),
        FeedColumn("position", "Order", Kind.COUNT, "Its place in the plan."),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(Priority.objects.all()),
    ((Priority, "pk"), (Plan, "plan_id")),
)

OBJECTIVES = FeedTable(
    "objectives",
    "Objectives",
    "One row for each objective.",
    (
        *OF_PLAN,
        ID,
        FeedColumn("number", "Number", Kind.TEXT, "As in the plan."),
        FeedColumn("title", "Title", Kind.LONG_TEXT, "What the plan wants to achieve."),
        FeedColumn("position", "Order", Kind.COUNT, "Its place in the plan."),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(Objective.objects.all()),
    ((Objective, "pk"), (Plan, "plan_id")),
)

ACTIONS = FeedTable(
    "actions",
    "Actions",
    "One row for each action. Its leads are in the table of leads.",
    (
        *OF_PLAN,
        ID,
        *take(ACTION_EXPORT, "reference", "title", "wording", "priority_id"),
        action_column("priority", *OF_PRIORITY, show=priority_name),
        FeedColumn("objective_id", "Objective id", Kind.ID, "The id of its objective."),
        action_column("objective", "objective__number", "objective__title", show=objective_name),
        action_column("importance", "importance", show=label_of(Action.Importance)),
        action_column("leads_as_written", "leads_words"),
        action_column("start", "starts_words", "starts_on", "starts_precision", show=start_text),
        *take(ACTION_EXPORT, "starts_on"),
        action_column("timescale", *BOTH, show=lambda *both: timescale_words(*in_force(*both))),
        action_column("due_on", *BOTH, show=lambda *both: in_force(*both)[2]),
        action_column("due_precision", *BOTH, show=lambda *both: in_force(*both)[3] or ""),
        *take(ACTION_EXPORT, "first_due_on", first_timescale="first_timescale"),
        FeedColumn(
            "overdue_from", "Overdue from", Kind.DATE,
            "The first day on which it is overdue if nothing changes; empty if it cannot be.",
            ("rating_kind", "starts_on", *BOTH), _overdue_from,
        ),
        *take(ACTION_EXPORT, "rating", "rating_kind"),
        FeedColumn("rated_at", "Rated", Kind.MOMENT, "When its rating was last given or confirmed."),
        FeedColumn("last_update_id", "Last update id", Kind.ID, "The id of its last update."),
        *take(ACTION_EXPORT, "further_actions", "resources", "note"),
        FeedColumn("follows_id", "Follows id", Kind.ID, "The id of the earlier action that it follows on from."),
        FeedColumn("position", "Order", Kind.COUNT, "Its place in the plan."),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(Action.objects.all()),
    ((Action, "pk"), (Plan, "plan_id"), (Priority, "priority_id"), (Objective, "objective_id")),
)  # fmt: skip

LEADS = FeedTable(
    "leads",
    "Leads",
    "One row for each lead of a priority or of an action. An action without leads is led by those of its priority.",
    (
        *OF_PLAN,
        ID,
        FeedColumn("priority_id", "Priority id", Kind.ID, "The id of the priority that it leads, if any."),
        FeedColumn("action_id", "Action id", Kind.ID, "The id of the action that it leads, if any."),
        from_fields(LEAD_EXPORT.column("name"), *LEAD_NAMES, show=lead_name),
        from_fields(LEAD_EXPORT.column("kind"), *WHO, show=kind_of_lead),
        from_fields(LEAD_EXPORT.column("lead_id"), *WHO, show=lambda *ids: next(filter(None, ids), None)),
        from_fields(LEAD_EXPORT.column("role"), "role", show=label_of(Lead.LeadRole)),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(Lead.objects.all()),
    ((Lead, "pk"), (Plan, "plan_id"), *NAMED),
)  # fmt: skip

RATINGS = FeedTable(
    "ratings",
    "Ratings",
    "One row for each rating of the partnership, also those that can no longer be given.",
    (
        ID,
        *take(RATING_EXPORT, "key"),
        from_fields(RATING_EXPORT.column("label"), kind=Kind.TEXT),
        *take(RATING_EXPORT, "kind", "meaning"),
        from_fields(RATING_EXPORT.column("symbol"), "symbol", show=label_of(RatingSymbol)),
        *take(RATING_EXPORT, "severity"),
        from_fields(RATING_EXPORT.column("is_retired"), "retired_at", show=bool),
        CHANGED_AT,
    ),
    lambda scope: RatingDefinition.objects.filter(partnership=scope.partnership),
    ((RatingDefinition, "pk"),),
)
