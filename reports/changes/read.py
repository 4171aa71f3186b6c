"""Reads the history rows of some changes: two queries a touched table, however many rows there are."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.db.models import Model, OuterRef, Subquery, Value

from partnership.history import rebuild, tracked
from partnership.statements import Given, Statement


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """What one change did to one record: “+”, “~” or “-”, and the record after (or last) and before."""

    change_id: int
    type: str
    record: Model
    before: Model | None = None
    altered: tuple[str, ...] = ()

    @property
    def model(self):
        return type(self.record)

    @property
    def key(self):
        return self.model, self.record.pk


def read_changed_rows(changes):
    """Change id → its ChangedRows, in the order they were written. At most one a record and change."""
    ids = [change.pk for change in changes]
    found = defaultdict(list)
    for model in _touched(ids):
        for row in _rows_of(model, ids):
            found[row.change_id].append(row)
    return found


def _touched(change_ids):
    """The tracked models that any of the changes wrote to: one query over all history tables."""
    if not change_ids:
        return []
    touched = {label for (label,) in _TOUCHED.rows(changes=change_ids)}
    return [model for model in tracked() if model._meta.label in touched]


def _ask_each_table():
    parts = [
        history.objects.filter(change_id__among=Given("changes"))
        .order_by()
        .annotate(which=Value(model._meta.label))
        .values_list("which")
        .distinct()
        for model, history in tracked().items()
    ]
    return parts[0].union(*parts[1:], all=True)


_TOUCHED = Statement(_ask_each_table)


def _rows_of(model, change_ids):
    written = _written(model).records(changes=change_ids)
    before = _before(model, written)
    by_record = defaultdict(list)
    for row in written:
        by_record[row.change_id, row.id].append(row)
    merged = (_merge(model, rows, before) for rows in by_record.values())
    return [row for row in merged if row is not None]


@cache
def _written(model):
    """The Statement that finds the history rows of some changes, each with the id of the row before it."""
    history = tracked()[model]
    earlier = history.objects.filter(
        id=OuterRef("id"), history_date__lt=OuterRef("history_date")
    ).order_by("-history_date", "-history_id")
    return Statement(
        lambda: (
            history.objects.filter(change_id__among=Given("changes"))
            .annotate(earlier_id=Subquery(earlier.values("history_id")[:1]))
            .order_by("history_date", "history_id")
        )
    )


@cache
def _rows_by_id(model):
    return Statement(lambda: tracked()[model].objects.filter(pk__among=Given("rows")).order_by())


def _before(model, rows):
    """The previous rows of those that changed something, by their own id."""
    wanted = {row.earlier_id for row in rows if row.history_type == "~"} - {None}
    found = _rows_by_id(model).records(rows=wanted) if wanted else ()
    return {row.history_id: row for row in found}


def _merge(model, rows, before):
    """Merge several rows of one record in one change; None for a record added and removed within it."""
    first, last = rows[0], rows[-1]
    if last.history_type == "-" and first.history_type == "+":
        return None
    kind = last.history_type if last.history_type == "-" else first.history_type
    record = rebuild(model, last)
    if kind != "~":
        return ChangedRow(last.change_id, kind, record)
    earlier = before.get(first.earlier_id)
    if earlier is None:
        return ChangedRow(last.change_id, kind, record, None, tuple(last.altered_fields()))
    names = dict.fromkeys(name for row in rows for name in row.altered_fields())
    return ChangedRow(
        last.change_id,
        kind,
        record,
        rebuild(model, earlier),
        tuple(name for name in names if _differs(model, name, earlier, last)),
    )


def _differs(model, name, one, other):
    """Whether a field that the model still has differs between two history rows."""
    names = {field.name: field.attname for field in one.tracked_fields}
    return name in names and getattr(one, names[name]) != getattr(other, names[name])
