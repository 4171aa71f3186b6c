"""Reads a plan's history in a period: the rows that its report counts, with only the columns it prints.

Each function makes one query. Records removed since are included; records added after the period are not.
"""

from django.db.models import Exists, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber

from partnership.history import tracked
from plans.models import Action, Evidence, ProgressUpdate

UPDATE = ("action_id", "at", "rating", "previous_rating", "comment", "reason")
COMMENT = ("action_id", "at", "by_name", "comment")
EVIDENCE = ("action_id", "question", "text", "source", "found_on", "link")
CHANGE = ("id", "reference", "title", "wording", "history_type", "history_date")


def read_updates(plan, *, begin, end):
    """The updates of the plan from the moment ``begin`` until ``end``, oldest first, as they were at ``end``."""
    updates = _as_at(ProgressUpdate, end).filter(plan_id=plan.pk, at__gte=begin, at__lte=end)
    return list(updates.order_by("at", "id").values_list(*UPDATE, named=True))


def read_last_comments(plan, *, end):
    """Action → its last update with a comment, as at the moment ``end``."""
    said = _as_at(ProgressUpdate, end).filter(plan_id=plan.pk, at__lte=end).exclude(comment="")
    latest = Window(RowNumber(), partition_by="action_id", order_by=("-at", "-id"))
    rows = said.annotate(rank=latest).filter(rank=1).order_by()
    return {row.action_id: row for row in rows.values_list(*COMMENT, named=True)}


def read_evidence(plan, *, starts_on, ends_on, end):
    """The pieces of evidence found from one day to another, as at the moment ``end``."""
    found = _as_at(Evidence, end).filter(plan_id=plan.pk, found_on__range=(starts_on, ends_on))
    return list(found.order_by("id").values_list(*EVIDENCE, named=True))


def read_plan_changes(plan, *, begin, end):
    """The rows that added, removed or reworded actions once the plan was agreed, each with the previous wording."""
    if plan.agreed_at is None:
        return []
    history = tracked()[Action].objects
    earlier = history.filter(id=OuterRef("id"), history_date__lt=OuterRef("history_date"))
    earlier = earlier.order_by("-history_date", "-history_id")
    rows = history.filter(
        Q(history_type__in="+-") | Q(altered__contains=" wording "),
        plan_id=plan.pk, history_date__range=(begin, end), history_date__gt=plan.agreed_at,
    )  # fmt: skip
    rows = rows.annotate(before=Subquery(earlier.values("wording")[:1]), why=F("change__reason"))
    rows = rows.order_by("history_date", "history_id")
    return list(rows.values_list(*CHANGE, "before", "why", named=True))


def _as_at(model, end):
    """The last history row until ``end`` of each record that existed then."""
    rows = tracked()[model].objects.filter(change__at__lte=end)
    later = rows.filter(id=OuterRef("id"), history_date__gt=OuterRef("history_date"))
    return rows.filter(~Exists(later)).exclude(history_type="-")
