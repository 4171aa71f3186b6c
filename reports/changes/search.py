"""Searches history for the filter of changes: words, kinds of change, and what concerns a priority or a group.

Only rows that the reader may read are searched: a change that also touched a draft is not found by
anything in the draft.
"""

from django.db.models import Exists, OuterRef, Q, Subquery

from partnership.history import altered, tracked
from partnership.redactions.find import texts_in_history_of, written_in
from plans.models import (
    Action,
    Lead,
    MeasureValue,
    Priority,
    ProgressUpdate,
    ReportingPoint,
    TimescaleChange,
)
from reports.changes.feed import changes_of
from subgroups.models import Group

FEWEST_LETTERS = 3
# Rows that describe an event of an action; they are shown by their content, not as added.
SAYING = {ProgressUpdate, TimescaleChange, Lead, MeasureValue}
# Copies that the application keeps of texts written elsewhere.
NOT_WRITTEN = {"first_wording", "first_timescale"}

CHANGES = {
    "added": "Added",
    "altered": "Changed",
    "removed": "Removed",
    "rated": "Rating changed",
    "dated": "Date or timescale changed",
    "led": "Lead changed",
    "reworded": "Reworded",
}


def saying(reader, words):
    """Ids of the changes that added, changed or removed ``words``, or have them in their reason. One query."""
    reasons = reader.changes().filter(reason__icontains=words)
    parts = [reasons.order_by().values_list("pk")]
    for model in written_in():
        names = [name for name in texts_in_history_of(model) if name not in NOT_WRITTEN]
        if names:
            parts.append(_saying(reader.rows(model), names, words).values_list("change_id"))
    return [pk for (pk,) in parts[0].union(*parts[1:])]


def _saying(rows, names, words):
    earlier = rows.model.objects.filter(
        id=OuterRef("id"), history_date__lt=OuterRef("history_date")
    ).order_by("-history_date")
    found, before = Q(), {}
    for name in names:
        before[f"was_{name}"] = Subquery(earlier.values(name)[:1])
        contains = Q(**{f"{name}__icontains": words})
        contained = Q(**{f"was_{name}__icontains": words})
        found |= Q(history_type__in="+-") & contains
        found |= Q(altered__contains=f" {name} ") & (contains | contained)
    return rows.alias(**before).filter(found).order_by()


def of_topic(reader, changes, topic, *, actions=None):
    """Those of ``changes`` that wrote to a record of ``topic``; of ``actions`` (ids) where it belongs to one."""
    return changes.filter(_wrote(reader, topic.rows, actions))


def of_kind(reader, changes, kind, topic=None, *, actions=None):
    """Those of ``changes`` that match ``kind`` (a key of CHANGES), of ``topic`` and ``actions`` (ids)."""
    rows = topic.rows if topic else dict.fromkeys(tracked(), Q())
    asked = {model: _asked(kind, model, is_chosen=topic is not None) for model in rows}
    asked = {model: found & rows[model] for model, found in asked.items() if found is not None}
    return changes.filter(_wrote(reader, asked, actions)) if asked else changes.none()


def _wrote(reader, conditions, actions=None):
    """The condition: a change wrote a row that matches the condition of its model."""
    found = Q()
    for model, asked in conditions.items():
        rows = reader.rows(model).filter(asked, change=OuterRef("pk"))
        if actions is not None and (column := _action_column(model)):
            rows = rows.filter(**{f"{column}__in": actions})
        found |= Q(Exists(rows))
    return found


def _action_column(model):
    """The column with the id of the action that a record is, or is part of; "" if there is none."""
    if model is Action:
        return "id"
    return "action_id" if any(f.attname == "action_id" for f in model._meta.concrete_fields) else ""


def _asked(kind, model, *, is_chosen):
    """The condition on rows of ``model``; None if no row can match the kind."""
    if kind in ("added", "removed"):
        came_or_went = Q(history_type="+" if kind == "added" else "-")
        return came_or_went if is_chosen or model not in SAYING else None
    if kind == "altered":
        return Q(history_type="~") & ~altered("rated_at")
    if kind == "rated":
        return altered("rating") if model in (Action, ProgressUpdate) else None
    if kind == "dated":
        dated = model in (Action, Priority, ReportingPoint)
        return altered("due_on", "timescale_words") if dated else None
    if kind == "led":
        return ~Exists(_came_or_went()) if model is Lead else None
    names = [name for name in texts_in_history_of(model) if name not in NOT_WRITTEN]
    return altered(*names) if names else None


def _came_or_went():
    """The action of a lead was added or removed in the same change, which describes its leads."""
    return tracked()[Action].objects.filter(
        id=OuterRef("action_id"), change_id=OuterRef("change_id"), history_type__in="+-"
    )


def of_priority(reader, priority):
    """The changes of a priority and of every action that is, or was, under it."""
    actions = tracked()[Action].objects.filter(priority_id=priority.pk)
    touched = changes_of(reader, Action, _ids(actions, "id"))
    return touched | changes_of(reader, Priority, [priority.pk])


def of_group(reader, group):
    """The changes of a group, and of every action that it leads, or led."""
    leads = tracked()[Lead].objects.filter(group_id=group.pk, action_id__isnull=False)
    touched = changes_of(reader, Action, _ids(leads, "action_id"))
    return touched | changes_of(reader, Group, [group.pk])


def _ids(rows, column):
    return list(rows.order_by().values_list(column, flat=True).distinct())
