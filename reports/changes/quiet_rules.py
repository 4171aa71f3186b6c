"""Quiet changes: those a scrutineer would want pointed out, because they are easy to miss. One rule each.

A rule selects rows of one history table, and ``reports.changes.quiet`` runs all rules in one query. If rows must be
compared (the leads before and after; three periods in a row), the rule also defines what to read, once for all
the rows it selected, and whether it matches one of them.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from partnership.history import altered, tracked
from partnership.models import RatingDefinition, Redaction
from partnership.rating_kinds import WORST_FIRST, RatingKind
from plans.leads.history import LeadHistory
from plans.measures.history import SeriesHistory
from plans.models import (
    Action,
    Evidence,
    Lead,
    MeasureValue,
    Plan,
    ProgressUpdate,
    ReportingPeriod,
    ReportingPoint,
    SuccessMeasure,
    TimescaleChange,
)

IN_A_ROW = 3  # periods
# What a measure counts and aims at.
AIMS = ("unit", "wanted", "baseline", "baseline_on", "target", "target_on")


@dataclass(frozen=True)
class Rule:
    """One kind of quiet change: its name in a filter, the text beside the sentence, and how it is found."""

    key: str
    label: str
    text: str
    model: type
    asks: Callable  # filters the history rows of ``model`` to those that may match
    reads: Callable | None = (
        None  # reads what those rows are compared with, given the marks of all of them
    )
    holds: Callable | None = None  # whether it matches one mark, given what was read


RULES = []  # in display order


def rule(label, text, *, of, reads=None, asks=None):
    """Register a function as a rule: it filters the rows, or with ``reads`` compares them."""

    def register(function):
        how = {"asks": asks, "reads": reads, "holds": function} if reads else {"asks": function}
        RULES.append(Rule(function.__name__, label, text, of, **how))
        return function

    return register


@rule(
    "Date moved after it had passed",
    "the date had passed when it was moved",
    of=TimescaleChange,
)
def date_had_passed(rows):
    """The date had passed on the day it was moved to another."""
    passed = rows.filter(history_type="+", from_due_on__lt=TruncDate("at"))
    return passed.exclude(to_due_on=F("from_due_on")).exclude(to_due_on=None)


@rule(
    "Date removed",
    "the due date was removed",
    of=TimescaleChange,
)
def date_removed(rows):
    """It has words now, or nothing, and will never be overdue; whether or not the date had passed."""
    return rows.filter(history_type="+", from_due_on__isnull=False, to_due_on=None)


@rule(
    "Milestone moved later",
    "a milestone was moved to a later date",
    of=TimescaleChange,
)
def milestone_moved(rows):
    return rows.filter(history_type="+", point__isnull=False, from_due_on__lt=F("to_due_on"))


@rule(
    "Milestone removed",
    "a milestone was removed from an agreed plan",
    of=ReportingPoint,
)
def milestone_removed(rows):
    kind = ReportingPoint.Kind.MILESTONE
    return rows.filter(_was_agreed(), ~_action_went(), history_type="-", kind=kind)


@rule(
    "Measure changed or removed after a freeze",
    "a measure was changed or removed after a reporting period was frozen",
    of=SuccessMeasure,
)
def measure_after_freeze(rows):
    """The measure existed when a period of its plan was frozen. Measures not agreed yet may be reworded."""
    earlier = rows.model.objects.filter(
        id=OuterRef("id"), history_date__lt=OuterRef("history_date")
    )
    reworded = altered("wording") & ~altered("is_placeholder")
    aimed_elsewhere = altered(*AIMS) & Exists(
        earlier.exclude(unit="")
    )  # not what counts from now on
    found = reworded | aimed_elsewhere | Q(history_type="-")
    return _frozen_since_made(rows.filter(found, ~_action_went()))


@rule(
    "Value corrected or removed after a freeze",
    "a value was corrected or removed after a reporting period was frozen",
    of=MeasureValue,
)
def value_after_freeze(rows):
    """The value had been recorded when a period of its plan was frozen."""
    facts = altered("value", "numerator", "denominator", "on", "precision")
    measure_went = tracked()[SuccessMeasure].objects.filter(
        id=OuterRef("measure_id"), change_id=OuterRef("change_id"), history_type="-"
    )
    rows = rows.filter(facts | Q(history_type="-"), ~_action_went(), ~Exists(measure_went))
    return _frozen_since_made(rows)


@rule(
    "Rating improved without a comment or evidence",
    "the rating improved without a comment or evidence",
    of=ProgressUpdate,
)
def improved_without_words(rows):
    """From a rating to a better one: a first rating is not an improvement."""
    evidence = tracked()[Evidence].objects.filter(
        update_id=OuterRef("id"), change_id=OuterRef("change_id"), history_type="+"
    )
    return rows.filter(~Exists(evidence), direction="better", history_type="+", comment="")


def _improved_with_values(rows):
    """Updates that improved the rating of an action for which values were recorded."""
    values = tracked()[MeasureValue].objects.filter(action_id=OuterRef("action_id"))
    return rows.filter(Exists(values), direction="better", history_type="+")


@rule(
    "Rating improved while a value got worse",
    "the rating improved although the last value of a measure is worse than the one before it",
    of=ProgressUpdate,
    asks=_improved_with_values,
    reads=SeriesHistory.of_marks,
)
def worse_while_better(mark, series):
    """Of any measure of the action, as both were known at the moment of the update."""
    return any(one.is_worse for one in series.at(mark))


@rule(
    "Rated better than the dates suggested",
    "the rating is better than the dates suggested",
    of=ProgressUpdate,
)
def better_than_suggested(rows):
    """Complete is left out: dates do not show whether something is complete."""
    better = Q()
    for number, kind in enumerate(WORST_FIRST[:-1], start=1):
        better |= Q(suggested_kind=kind, rating_kind__in=WORST_FIRST[number:])
    return rows.filter(better, history_type="+").exclude(rating_kind=RatingKind.COMPLETE)


@rule(
    "Action removed or merged into another",
    "an action was removed from an agreed plan",
    of=Action,
)
def action_gone(rows):
    return rows.filter(_was_agreed(), history_type="-")


def _leads_touched(rows):
    return rows.filter(_was_agreed(), ~_action_went())


def _read_leads(marks):
    return LeadHistory({mark.subject for mark in marks})


def _led(mark, leads):
    """The leads before the change and after it, in any order."""
    around = leads.around(mark.subject, mark.change_id)
    return [{_who(lead) for lead in then if lead.leads} for then in around]


def _who(lead):
    named = (getattr(lead, f"{name}_id") for name in Lead.NAMED)
    return *named, " ".join(lead.words.lower().split())


@rule(
    "All leads replaced",
    "all the leads were replaced",
    of=Lead,
    asks=_leads_touched,
    reads=_read_leads,
)
def reassigned(mark, leads):
    before, after = _led(mark, leads)
    return bool(before and after) and not before & after


@rule(
    "Lead left blank",
    "it has no lead now",
    of=Lead,
    asks=_leads_touched,
    reads=_read_leads,
)
def lead_blank(mark, leads):
    before, after = _led(mark, leads)
    return bool(before) and not after


@rule("Importance lowered", "its importance was lowered or left blank", of=Action)
def importance_lowered(rows):
    earlier = rows.model.objects.filter(
        id=OuterRef("id"), history_date__lt=OuterRef("history_date")
    ).order_by("-history_date")
    rows = rows.filter(_was_agreed(), altered("importance"))
    rows = rows.annotate(was=Subquery(earlier.values("importance")[:1]))
    high, medium, low = Action.Importance.values
    return rows.filter(
        Q(was=high, importance__in=[medium, low, ""]) | Q(was=medium, importance__in=[low, ""])
    )


def _no_change_said(rows):
    return rows.filter(history_type="+", no_change=True, period__isnull=False)


def _read_talks(marks):
    """Two queries: all updates of these actions for periods, and the periods of their plans in order."""
    rows = tracked()[ProgressUpdate].objects.filter(
        action_id__in={mark.subject[1] for mark in marks}, history_type="+", period__isnull=False
    )
    said, plans = defaultdict(list), set()
    for row in rows.order_by("at", "history_id"):
        said[row.action_id].append(row)
        plans.add(row.plan_id)
    periods = ReportingPeriod.objects.filter(plan_id__in=plans).order_by("-opened_at", "-pk")
    return said, list(periods.values_list("plan_id", "pk"))


@rule(
    "“No change” 3 periods in a row",
    "the only updates were “no change” for 3 or more periods in a row",
    of=ProgressUpdate,
    asks=_no_change_said,
    reads=_read_talks,
)
def no_change_again(mark, talks):
    """The first “no change” of a period, without an update with content in the two previous periods of its plan."""
    said, periods = talks[0][mark.subject[1]], talks[1]
    row = next(row for row in said if row.change_id == mark.change_id and row.no_change)
    of_plan = [pk for plan_id, pk in periods if plan_id == row.plan_id]
    running = of_plan[of_plan.index(row.period_id) :][:IN_A_ROW]
    until = [[r for r in said if r.period_id == pk and r.at <= row.at] for pk in running]
    only_that = all(rows and all(r.no_change for r in rows) for rows in until)
    return len(running) == IN_A_ROW and until[0] == [row] and only_that


@rule(
    "Earlier update altered",
    "an earlier update was altered or removed",
    of=ProgressUpdate,
)
def update_altered(rows):
    """In any way but a redaction, which is described as such."""
    redacted = tracked()[Redaction].objects.filter(
        change_id=OuterRef("change_id"), history_type="+"
    )
    facts = altered("comment", "came_instead", "next_steps", "reason", "rating", "at", "by_name")
    gone = Q(history_type="-") & ~_action_went()
    return rows.filter(facts | gone, ~Exists(redacted))


@rule(
    "Name of a rating changed",
    "a rating has another name, and so has everything that was rated so",
    of=RatingDefinition,
)
def rating_renamed(rows):
    """Its label, and not only what it means."""
    return rows.filter(altered("label"))


# Conditions shared by several rules


def _frozen_since_made(rows):
    """Those of records that had existed when a period of their plan was frozen."""
    made = rows.model.objects.filter(id=OuterRef("id")).order_by("history_date")
    frozen = tracked()[ReportingPeriod].objects.filter(
        plan_id=OuterRef("plan_id"),
        frozen_at__lt=OuterRef("history_date"),
        frozen_at__gt=OuterRef("made_at"),
    )
    return rows.annotate(made_at=Subquery(made.values("history_date")[:1])).filter(Exists(frozen))


def _was_agreed():
    """Condition: the plan had been agreed; changes to a draft are not quiet changes."""
    earlier = tracked()[Plan].objects.filter(
        id=OuterRef("plan_id"), history_date__lt=OuterRef("history_date")
    )
    return Exists(earlier.exclude(status=Plan.Status.DRAFT))


def _action_went():
    """Condition: the whole action was removed in the same change, which is then the change to show."""
    went = tracked()[Action].objects.filter(
        id=OuterRef("action_id"), change_id=OuterRef("change_id"), history_type="-"
    )
    return Exists(went)
