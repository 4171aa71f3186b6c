"""Quiet changes: what a scrutineer would want pointed out, because nobody need have noticed. One rule each.

A rule asks one history table for rows, and ``reports.changes.quiet`` asks all rules in one query. Where rows must be
compared (who led before and after; three periods in a row), the rule also says what to read, once for all
the rows that it found, and whether it holds for one of them.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from partnership.history import tracked
from partnership.models import RatingKind, Redaction
from plans.leads.history import LeadHistory
from plans.models import (
    Action,
    Evidence,
    Lead,
    Plan,
    ProgressUpdate,
    ReportingPeriod,
    SuccessMeasure,
    TimescaleChange,
)
from plans.ratings.suggest import ORDER

IN_A_ROW = 3  # periods


@dataclass(frozen=True)
class Rule:
    """One kind of quiet change: its name in a filter, what is said beside the sentence, and how it is found."""

    key: str
    label: str
    says: str
    model: type
    asks: Callable  # of the history rows of ``model``, those it may hold for
    reads: Callable | None = (
        None  # what those rows are compared with, from the marks of all of them
    )
    holds: Callable | None = None  # whether it holds for one mark, given what was read


RULES = []  # in the order in which they are told


def rule(label, says, *, of, reads=None, asks=None):
    """Make a rule of a function: its question, or with ``reads`` its comparison."""

    def register(function):
        how = {"asks": asks, "reads": reads, "holds": function} if reads else {"asks": function}
        RULES.append(Rule(function.__name__, label, says, of, **how))
        return function

    return register


@rule(
    "Date moved after it had passed",
    "the date had passed when it was moved",
    of=TimescaleChange,
)
def date_had_passed(rows):
    """It lay before the day of its moving, to another date or to none."""
    passed = rows.filter(history_type="+", from_due_on__lt=TruncDate("at"))
    return passed.exclude(to_due_on=F("from_due_on"))


@rule(
    "Measure reworded or removed after a freeze",
    "a measure was reworded or removed after a reporting period was frozen",
    of=SuccessMeasure,
)
def measure_after_freeze(rows):
    """It stood already when a period of its plan was frozen. One still to be agreed may be worded."""
    made = rows.model.objects.filter(id=OuterRef("id")).order_by("history_date")
    frozen = tracked()[ReportingPeriod].objects.filter(
        plan_id=OuterRef("plan_id"),
        frozen_at__lt=OuterRef("history_date"),
        frozen_at__gt=OuterRef("made_at"),
    )
    reworded = _altered("wording") & ~_altered("is_placeholder")
    rows = rows.filter(reworded | Q(history_type="-"), ~_action_went())
    return rows.annotate(made_at=Subquery(made.values("history_date")[:1])).filter(Exists(frozen))


@rule(
    "Rating improved without a comment or evidence",
    "the rating improved without a comment or evidence",
    of=ProgressUpdate,
)
def improved_without_words(rows):
    """From a rating to a better one: a first rating is no improvement."""
    evidence = tracked()[Evidence].objects.filter(
        update_id=OuterRef("id"), change_id=OuterRef("change_id"), history_type="+"
    )
    better = _better("rating", than="previous_rating")
    return rows.filter(better, ~Exists(evidence), history_type="+", comment="")


@rule(
    "Rated better than the dates suggested",
    "the rating is better than the dates suggested",
    of=ProgressUpdate,
)
def better_than_suggested(rows):
    """Whether something is complete is no matter of dates."""
    better = _better("rating", than="suggested_rating")
    return rows.filter(better, history_type="+").exclude(rating=RatingKind.BLUE)


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
    """Who led before the change, and after it, whatever their place in the row."""
    around = leads.around(mark.subject, mark.change_id)
    return [{_who(lead) for lead in then if lead.leads} for then in around]


def _who(lead):
    return lead.group_id, lead.post_id, lead.agency_id, " ".join(lead.words.lower().split())


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
    rows = rows.filter(_was_agreed(), _altered("importance"))
    rows = rows.annotate(was=Subquery(earlier.values("importance")[:1]))
    high, medium, low = Action.Importance.values
    return rows.filter(
        Q(was=high, importance__in=[medium, low, ""]) | Q(was=medium, importance__in=[low, ""])
    )


def _no_change_said(rows):
    return rows.filter(history_type="+", no_change=True, period__isnull=False)


def _read_talks(marks):
    """Two queries: all that was said of these actions in periods, and the periods of their plans in order."""
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
    """The first “no change” of a period, with nothing else said in the two periods of its plan before."""
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
    """By whatever way but a redaction, which is told as one."""
    redacted = tracked()[Redaction].objects.filter(
        change_id=OuterRef("change_id"), history_type="+"
    )
    facts = _altered("comment", "next_steps", "reason", "rating", "at", "by_name")
    gone = Q(history_type="-") & ~_action_went()
    return rows.filter(facts | gone, ~Exists(redacted))


# What several rules ask


def _altered(*names):
    """Whether the row altered one of these fields."""
    found = Q()
    for name in names:
        found |= Q(altered__contains=f" {name} ")
    return found & Q(history_type="~")


def _better(name, *, than):
    """Whether one field holds a better rating than another; grey is none."""
    better = Q()
    for number, kind in enumerate(ORDER[:-1], start=1):
        better |= Q(**{than: kind, f"{name}__in": ORDER[number:]})
    return better


def _was_agreed():
    """Whether the plan had been agreed: what is done to a draft is nobody's business yet."""
    earlier = tracked()[Plan].objects.filter(
        id=OuterRef("plan_id"), history_date__lt=OuterRef("history_date")
    )
    return Exists(earlier.exclude(status=Plan.Status.DRAFT))


def _action_went():
    """Whether the action went in the same change with all that belonged to it: then that is the change."""
    went = tracked()[Action].objects.filter(
        id=OuterRef("action_id"), change_id=OuterRef("change_id"), history_type="-"
    )
    return Exists(went)
