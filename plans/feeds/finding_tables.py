"""The tables of what is found on the way: measures, values, evidence, milestones, challenges, and what was removed."""

from django.db.models import Case, OuterRef, Subquery, When

from partnership.models import Agency, Post, User
from partnership.tables import Kind
from plans.exports.part_tables import MEASURES as MEASURE_EXPORT
from plans.exports.part_tables import MILESTONES as MILESTONE_EXPORT
from plans.exports.part_tables import VALUES as VALUE_EXPORT
from plans.exports.register_tables import CHALLENGES as CHALLENGE_EXPORT
from plans.exports.register_tables import EVIDENCE as EVIDENCE_EXPORT
from plans.exports.register_tables import RESPONSES as RESPONSE_EXPORT
from plans.feeds.plan_tables import ID, TIMESCALE, lead_name, timescale_words
from plans.feeds.progress_tables import OF_ACTION, WITH_ACTION
from plans.feeds.table import (
    CHANGED_AT,
    OF_PLAN,
    FeedColumn,
    FeedTable,
    from_fields,
    label_of,
    take,
)
from plans.models import (
    Challenge,
    ChallengeResponse,
    Evidence,
    MeasureValue,
    Plan,
    ReportingPoint,
    SuccessMeasure,
)
from plans.models.reporting_point import milestone_title
from plans.models.timescale import last_day_of
from subgroups.models import Group

MEASURES = FeedTable(
    "measures",
    "Measures",
    "One row for each success measure of an action, an objective or a priority.",
    (
        *OF_PLAN,
        ID,
        FeedColumn("action_id", "Action id", Kind.ID, "The id of its action, if it is an action’s."),
        FeedColumn("objective_id", "Objective id", Kind.ID, "The id of its objective, if it is an objective’s."),
        FeedColumn("priority_id", "Priority id", Kind.ID, "The id of its priority, if it is a priority’s."),
        *take(MEASURE_EXPORT, "wording", "outcome"),
        from_fields(MEASURE_EXPORT.column("for_whom"), "for_whom", show=label_of(SuccessMeasure.ForWhom)),
        *take(MEASURE_EXPORT, "unit"),
        from_fields(MEASURE_EXPORT.column("wanted"), "wanted", show=label_of(SuccessMeasure.Wanted)),
        *take(MEASURE_EXPORT, "baseline", "baseline_on", "target", "target_on", "counts_people"),
        FeedColumn("is_placeholder", "To be agreed", Kind.YES_NO, "The measure itself is still to be agreed."),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(SuccessMeasure.objects.all()),
    ((SuccessMeasure, "pk"), (Plan, "plan_id")),
)  # fmt: skip

VALUES = FeedTable(
    "measure_values",
    "Values",
    "One row for each value of a success measure that counts something. Small numbers of people are included.",
    (
        *OF_PLAN,
        ID,
        *take(VALUE_EXPORT, "measure_id", "action_id", "on", "precision", "value"),
        *take(VALUE_EXPORT, unit="measure__unit"),
        *take(VALUE_EXPORT, "numerator", "denominator", "source"),
        *take(MEASURE_EXPORT, counts_people="measure__counts_people"),
        FeedColumn("evidence_id", "Evidence id", Kind.ID, "The id of the evidence that it came with, if any."),
        FeedColumn("at", "Recorded", Kind.MOMENT, "When it was recorded."),
        FeedColumn("by", "Recorded by", Kind.TEXT, "The name at that time of who recorded it.", ("by_name",)),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(MeasureValue.objects.all()),
    ((MeasureValue, "pk"), (Plan, "plan_id"), (SuccessMeasure, "measure_id")),
)  # fmt: skip

EVIDENCE = FeedTable(
    "evidence",
    "Evidence",
    "One row for each piece of evidence. The files attached to evidence are not included.",
    (
        *OF_PLAN,
        ID,
        *OF_ACTION,
        *take(EVIDENCE_EXPORT, "measure_id"),
        FeedColumn("update_id", "Update id", Kind.ID, "The id of the update that it came with, if any."),
        from_fields(EVIDENCE_EXPORT.column("question"), "question", show=label_of(Evidence.Question)),
        from_fields(EVIDENCE_EXPORT.column("source"), "source", show=label_of(Evidence.Source)),
        *take(EVIDENCE_EXPORT, "found_on", "text", "link"),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(Evidence.objects.all()),
    ((Evidence, "pk"), *WITH_ACTION),
)  # fmt: skip

MILESTONES = FeedTable(
    "milestones",
    "Milestones",
    "One row for each milestone of an action, and for each report that is due about it.",
    (
        *OF_PLAN,
        ID,
        *OF_ACTION,
        from_fields(MILESTONE_EXPORT.column("kind"), "kind"),
        from_fields(
            MILESTONE_EXPORT.column("title"), "kind", "text", "who", *TIMESCALE,
            show=lambda kind, text, who, *scale: (
                milestone_title(text, who) if kind == ReportingPoint.Kind.MILESTONE else timescale_words(*scale)
            ),
        ),
        *take(MILESTONE_EXPORT, "who"),
        from_fields(MILESTONE_EXPORT.column("timescale"), *TIMESCALE, show=timescale_words),
        from_fields(MILESTONE_EXPORT.column("due_on"), "due_on", "due_precision", show=last_day_of),
        from_fields(
            MILESTONE_EXPORT.column("outcome"), "kind", "outcome",
            show=lambda kind, outcome: ReportingPoint.OUTCOMES[kind].get(outcome, ""),
        ),
        *take(MILESTONE_EXPORT, done_on="received_on"),
        CHANGED_AT,
    ),
    lambda scope: scope.of_plans(ReportingPoint.objects.all()),
    ((ReportingPoint, "pk"), *WITH_ACTION),
)  # fmt: skip


def _challenges(scope):
    """Those that whoever may read the plans in the scope may read; never those about draft reports."""
    members, readers = [scope.partnership.pk], [scope.partnership.pk] * scope.includes_drafts
    found = Challenge.objects.readable(members, readers, report_readers=[])
    plan = Case(When(home_kind="plan", then="home_id"))
    title = Plan.objects.filter(pk=OuterRef("plan_of")).values("title")[:1]
    return found.order_by().annotate(plan_of=plan, plan_title=Subquery(title))


def _responses(scope):
    challenges = _challenges(scope).values("pk")
    return ChallengeResponse.objects.filter(challenge__in=challenges)


ASKED = (
    *("to_agency__short_name", "to_agency__name", "to_group__name", "to_post__title"),
    "to_person__name",
)

CHALLENGES = FeedTable(
    "challenges",
    "Challenges",
    "One row for each challenge that everyone who reads these plans may read.",
    (
        FeedColumn("plan_id", "Plan id", Kind.ID, "The id of the plan that it is about, if any.", ("plan_of",)),
        FeedColumn(
            "plan", "Plan", Kind.TEXT, "The title of that plan.", ("plan_title",), lambda title: title or ""
        ),
        ID,
        from_fields(CHALLENGE_EXPORT.column("about"), "about", show=label_of(Challenge.About)),
        *take(CHALLENGE_EXPORT, "about_words", "action_id"),
        from_fields(CHALLENGE_EXPORT.column("asked"), *ASKED, show=lead_name),
        *take(CHALLENGE_EXPORT, "question", "at", by="by_name"),
        *take(CHALLENGE_EXPORT, "due_on"),
        from_fields(CHALLENGE_EXPORT.column("state"), "state", show=label_of(Challenge.State)),
        CHANGED_AT,
    ),
    _challenges,
    (
        *((Challenge, "pk"), (Plan, "plan_of"), (Group, "to_group_id"), (Post, "to_post_id")),
        *((Agency, "to_agency_id"), (User, "to_person_id")),
    ),
    is_optional=True,
)  # fmt: skip

RESPONSES = FeedTable(
    "challenge_responses",
    "Answers to challenges",
    "One row for each reply to a challenge in the table of challenges.",
    (
        ID,
        *take(RESPONSE_EXPORT, "challenge_id", "at", by="by_name"),
        *take(RESPONSE_EXPORT, "in_place_of"),
        from_fields(RESPONSE_EXPORT.column("kind"), "kind", show=label_of(ChallengeResponse.Kind)),
        *take(RESPONSE_EXPORT, "words"),
        CHANGED_AT,
    ),
    _responses,
    ((ChallengeResponse, "pk"),),
    is_optional=True,
)
