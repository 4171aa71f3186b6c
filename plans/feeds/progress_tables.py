"""The tables of how plans are going: updates, reporting periods, ratings at their freezes, returns, changes of date."""

from django.db.models import Exists, F, OuterRef

from partnership.tables import Kind
from plans.exports.part_tables import ACTION_ID
from plans.exports.register_tables import UPDATES as UPDATE_EXPORT
from plans.feeds.plan_tables import ID, LEAD_NAMES, NAMED, WHO, kind_of_lead, lead_name
from plans.feeds.table import (
    CHANGED_AT,
    OF_PLAN,
    FeedColumn,
    FeedTable,
    from_fields,
    label_of,
    take,
)
from plans.models import Action, GroupReturn, Plan, ProgressUpdate, ReportingPeriod, TimescaleChange
from plans.models.timescale import is_slip

OF_ACTION = (
    from_fields(ACTION_ID),
    FeedColumn("reference", "Action", Kind.TEXT, "The reference of its action.", ("action__reference",)),
)  # fmt: skip
WITH_ACTION = ((Plan, "plan_id"), (Action, "action_id"))
RETURN_NAMES = LEAD_NAMES[:-1]


def update_column(name, *fields, show=None):
    return from_fields(UPDATE_EXPORT.column(name), *fields, show=show)


UPDATES = FeedTable(
    "updates",
    "Updates",
    "One row for each progress update. Drafts of updates are not included.",
    (
        *OF_PLAN,
        ID,
        *OF_ACTION,
        update_column("at"),
        update_column("by", "by_name"),
        *take(UPDATE_EXPORT, "rating", "rating_kind"),
        *take(UPDATE_EXPORT, "direction", "comment", "next_steps", "came_instead", "reason"),
        update_column("is_no_change", "no_change"),
        FeedColumn("period_id", "Period id", Kind.ID, "The id of its reporting period."),
        update_column("timing", show=label_of(ReportingPeriod.Timing)),
        *take(UPDATE_EXPORT, "is_imported", "corrected_at"),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(ProgressUpdate.objects.all()),
    ((ProgressUpdate, "pk"), *WITH_ACTION),
)

PERIODS = FeedTable(
    "periods",
    "Reporting periods",
    "One row for each reporting period of a plan.",
    (
        *OF_PLAN,
        ID,
        FeedColumn("name", "Name", Kind.TEXT, "Such as “Autumn 2026”."),
        FeedColumn("meeting", "Meeting", Kind.TEXT, "The meeting that reads its reports."),
        FeedColumn("leads_by", "Leads update by", Kind.DATE, "The day for leads."),
        FeedColumn("chairs_by", "Chairs submit by", Kind.DATE, "The day for chairs."),
        FeedColumn("freezes_on", "Freezes on", Kind.DATE, "The day on which it is to freeze."),
        FeedColumn("opened_at", "Opened", Kind.MOMENT, "When it was opened."),
        FeedColumn("frozen_at", "Frozen", Kind.MOMENT, "When it was frozen; empty while it is open."),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(ReportingPeriod.objects.all()),
    ((ReportingPeriod, "pk"), (Plan, "plan_id")),
)  # fmt: skip


def _ratings_at_freezes(scope):
    """The rows of history of actions that were in force when a period of their plan was frozen."""
    history = Action.history.model.objects
    rows = scope.of_plans(history.exclude(history_type="-")).annotate(
        period_id=F("plan__reportingperiod_set__pk"),
        period=F("plan__reportingperiod_set__name"),
        frozen_at=F("plan__reportingperiod_set__frozen_at"),
    )
    later = history.filter(
        id=OuterRef("id"),
        history_date__gt=OuterRef("history_date"),
        history_date__lte=OuterRef("frozen_at"),
    )
    return rows.filter(frozen_at__gte=F("history_date")).exclude(Exists(later))


RATINGS_BY_PERIOD = FeedTable(
    "ratings_by_period",
    "Ratings by period",
    "One row for each action and each frozen period of its plan: how it was rated when the period froze.",
    (
        *OF_PLAN,
        FeedColumn("period_id", "Period id", Kind.ID, "The id of the reporting period."),
        FeedColumn("period", "Period", Kind.TEXT, "The name of the reporting period."),
        FeedColumn("frozen_at", "Frozen", Kind.MOMENT, "When the period froze."),
        from_fields(ACTION_ID, "id"),
        FeedColumn("reference", "Action", Kind.TEXT, "The reference that the action had then."),
        FeedColumn("rating", "Rating", Kind.RATING, "The rating that it had then."),
        FeedColumn("rating_kind", "Kind of rating", Kind.TEXT, "As in the table of ratings."),
        FeedColumn("due_on", "Due date", Kind.DATE, "Its own due date then; empty if its priority’s applied."),
        CHANGED_AT,
    ),
    _ratings_at_freezes,
    ((ReportingPeriod, "period_id"), (Plan, "plan_id")),
    key=("period_id", "id"),
)  # fmt: skip

RETURNS = FeedTable(
    "returns",
    "Returns",
    "One row for each return that a group, post, agency or person is asked for. Notes and questions are not included.",
    (
        *OF_PLAN,
        ID,
        FeedColumn("period_id", "Period id", Kind.ID, "The id of its reporting period."),
        FeedColumn("period", "Period", Kind.TEXT, "The name of its reporting period.", ("period__name",)),
        FeedColumn("name", "Who", Kind.TEXT, "Who is asked.", RETURN_NAMES, lead_name),
        FeedColumn("kind", "Kind", Kind.TEXT, "group, post, agency or person.", WHO, kind_of_lead),
        FeedColumn(
            "who_id", "Who id", Kind.ID, "The id of that group, post, agency or person.",
            WHO, lambda *ids: next(filter(None, ids), None),
        ),
        FeedColumn("submitted_at", "Submitted", Kind.MOMENT, "When it was last submitted."),
        FeedColumn(
            "timing", "Timing", Kind.TEXT, "On time, late, or after the freeze.",
            (), label_of(ReportingPeriod.Timing),
        ),
        FeedColumn("questioned_at", "Sent back", Kind.MOMENT, "When it was last sent back with a question."),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(GroupReturn.objects.all()),
    ((GroupReturn, "pk"), (Plan, "plan_id"), (ReportingPeriod, "period_id"), *NAMED),
)  # fmt: skip


def _is_later(from_due_on, to_due_on):
    return is_slip(TimescaleChange(from_due_on=from_due_on, to_due_on=to_due_on))


TIMESCALE_CHANGES = FeedTable(
    "timescale_changes",
    "Changes of timescale",
    "One row for each time that the timescale of an action, a priority or a milestone was changed.",
    (
        *OF_PLAN,
        ID,
        FeedColumn("priority_id", "Priority id", Kind.ID, "The id of the priority, if it was a priority’s."),
        FeedColumn("action_id", "Action id", Kind.ID, "The id of the action, also if it was a milestone’s."),
        FeedColumn(
            "milestone_id", "Milestone id", Kind.ID, "The id of the milestone, if it was a milestone’s.", ("point_id",),
        ),
        FeedColumn("at", "When", Kind.MOMENT, "When it was changed."),
        FeedColumn("by", "Who", Kind.TEXT, "The name at that time of who changed it.", ("by_name",)),
        FeedColumn("from_words", "From", Kind.LONG_TEXT, "As written before."),
        FeedColumn("from_due_on", "Due before", Kind.DATE, "The due date before."),
        FeedColumn("to_words", "To", Kind.LONG_TEXT, "As written after."),
        FeedColumn("to_due_on", "Due after", Kind.DATE, "The due date after."),
        FeedColumn(
            "is_later", "Moved later", Kind.YES_NO, "The date was moved to a later one, or removed.",
            ("from_due_on", "to_due_on"), _is_later,
        ),
        FeedColumn("reason", "Reason", Kind.LONG_TEXT, "Why."),
        FeedColumn("agreed_where", "Agreed at", Kind.TEXT, "Where that was agreed."),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(TimescaleChange.objects.all()),
    ((TimescaleChange, "pk"), (Plan, "plan_id")),
)  # fmt: skip
