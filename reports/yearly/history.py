"""Reads a plan's history in a period: the rows that its report counts, with only the columns it prints.

Each function makes one query. Records removed since are included; records added after the period are not.
"""

from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Window,
)
from django.db.models.functions import RowNumber

from partnership.history import tracked
from partnership.statements import Given, Statement
from plans.models import Action, Evidence, ProgressUpdate

UPDATE = ("action_id", "at", "rating", "rating_kind", "previous_rating", "comment", "reason")
COMMENT = ("action_id", "at", "by_name", "comment")
EVIDENCE = ("id", "action_id", "question", "text", "source", "found_on", "link")
CHANGE = ("id", "reference", "title", "wording", "history_type", "history_date")


def read_updates(plan, *, begin, end):
    """The updates of the plan from the moment ``begin`` until ``end``, oldest first, as they were at ``end``."""
    return _UPDATES.named_rows(plan=plan.pk, begin=begin, end=end)


def read_last_comments(plan, *, end):
    """Action → its last update with a comment, as at the moment ``end``."""
    return {row.action_id: row for row in _LAST_COMMENTS.named_rows(plan=plan.pk, end=end)}


def read_evidence(plan, *, starts_on, ends_on, end):
    """The pieces of evidence found from one day to another, as at the moment ``end``."""
    return _EVIDENCE.named_rows(plan=plan.pk, starts_on=starts_on, ends_on=ends_on, end=end)


def read_plan_changes(plan, *, begin, end):
    """The rows that added, removed or reworded actions once the plan was agreed, each with the previous wording."""
    if plan.agreed_at is None:
        return []
    return _PLAN_CHANGES.named_rows(plan=plan.pk, begin=begin, end=end, agreed_at=plan.agreed_at)


def _updates():
    made = _as_at_end(ProgressUpdate).filter(at__gte=_moment("begin"), at__lte=_moment("end"))
    return made.order_by("at", "id").values_list(*UPDATE, named=True)


def _last_comments():
    said = _as_at_end(ProgressUpdate).filter(at__lte=_moment("end")).exclude(comment="")
    latest = Window(RowNumber(), partition_by="action_id", order_by=("-at", "-id"))
    rows = said.annotate(rank=latest).filter(rank=1).order_by()
    return rows.values_list(*COMMENT, named=True)


def _evidence():
    found = _as_at_end(Evidence).filter(
        found_on__gte=Given("starts_on", DateField()), found_on__lte=Given("ends_on", DateField())
    )
    return found.order_by("id").values_list(*EVIDENCE, named=True)


def _plan_changes():
    history = tracked()[Action].objects
    earlier = history.filter(id=OuterRef("id"), history_date__lt=OuterRef("history_date"))
    earlier = earlier.order_by("-history_date", "-history_id")
    rows = history.filter(
        Q(history_type__in="+-") | Q(altered__contains=" wording "),
        plan_id=Given("plan"), history_date__gte=_moment("begin"), history_date__lte=_moment("end"),
        history_date__gt=_moment("agreed_at"),
    )  # fmt: skip
    rows = rows.annotate(before=Subquery(earlier.values("wording")[:1]), why=F("change__reason"))
    rows = rows.order_by("history_date", "history_id")
    return rows.values_list(*CHANGE, "before", "why", named=True)


def _as_at_end(model):
    """The last history row until the moment “end” of each record of the plan that existed then."""
    rows = tracked()[model].objects.filter(change__at__lte=_moment("end"))
    later = rows.filter(id=OuterRef("id"), history_date__gt=OuterRef("history_date"))
    return rows.filter(~Exists(later), plan_id=Given("plan")).exclude(history_type="-")


def _moment(name):
    return Given(name, DateTimeField())


_UPDATES, _LAST_COMMENTS = Statement(_updates), Statement(_last_comments)
_EVIDENCE, _PLAN_CHANGES = Statement(_evidence), Statement(_plan_changes)
