"""A table of the data feeds: its columns, where their values come from, and which rows are in it.

Rows have the facts of their own record and those of the records they belong to. What depends on the day of reading, or
on records that come and go below, is left out: so whoever asks for what has changed since a moment gets all of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import DateTimeField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from partnership.history import tracked
from partnership.models import Partnership
from partnership.tables import Kind, TableColumn
from plans.models import Plan


@dataclass(frozen=True)
class FeedScope:
    """Whose rows a reader gets, and whether those of draft plans are among them."""

    partnership: Partnership
    includes_drafts: bool = False

    def plans(self):
        found = Plan.objects.filter(partnership=self.partnership).order_by()
        return found if self.includes_drafts else found.exclude(status=Plan.Status.DRAFT)

    def of_plans(self, rows):
        """Those of ``rows``, records of plans or their history, that belong to plans in the scope."""
        return rows.filter(plan__in=self.plans().values("pk")).order_by()


@dataclass(frozen=True)
class FeedColumn(TableColumn):
    """A column with the fields that its value is made from, and how: ``show`` takes their values."""

    fields: tuple[str, ...] = ()
    show: Callable = None  # None: the value as it is

    @property
    def sources(self):
        return self.fields or (self.name,)


@dataclass(frozen=True)
class FeedTable:
    """``rows`` takes a FeedScope. ``key`` are the fields that rows are ordered by, together unique.

    ``depends`` says what a row changes with: (model, field with its id), first of all its own record.
    """

    name: str
    title: str
    meaning: str
    columns: tuple[FeedColumn, ...]
    rows: Callable
    depends: tuple[tuple[type, str], ...]
    key: tuple[str, ...] = ("pk",)
    is_optional: bool = False  # not ticked when a token is created

    @property
    def has_ratings(self):
        return any(column.kind == Kind.RATING for column in self.columns)

    @property
    def paths(self):
        """The fields that are read, each once."""
        sources = (source for column in self.columns for source in column.sources)
        return tuple(dict.fromkeys((*self.key, *sources)))

    def read(self, scope, where, *, ratings_changed_at):
        """The rows in the scope that fit the condition ``where``, in order, as dicts by ``paths``.

        ``changed_at`` is the moment of the last change to anything in a row.
        """
        moments = [last_change(model, path) for model, path in self.depends]
        if self.has_ratings:
            moments.append(Value(ratings_changed_at, DateTimeField()))
        own, *others = moments
        # SQLite's greatest of a list with a null is null.
        moment = Greatest(own, *(Coalesce(other, own) for other in others)) if others else own
        rows = self.rows(scope).annotate(changed_at=moment).filter(where)
        return rows.order_by(*self.key).values(*self.paths)


def last_change(model, path):
    """The moment of the last change to the record of ``model`` whose id ``path`` has; null without one."""
    rows = tracked()[model].objects.filter(id=OuterRef(path))
    return Subquery(rows.order_by("-history_date").values("history_date")[:1])


CHANGED_AT = FeedColumn(
    "changed_at", "Changed", Kind.MOMENT, "When something in this row last changed."
)
# The first columns of every table of plans.
OF_PLAN = (
    FeedColumn("plan_id", "Plan id", Kind.ID, "The id of its plan."),
    FeedColumn("plan", "Plan", Kind.TEXT, "The title of its plan.", ("plan__title",)),
)


def take(table, *names, **fields):
    """Columns of a TableDefinition of the exports; ``fields`` has the field of each that is called otherwise."""
    columns = [table.column(name) for name in (*names, *fields)]
    return tuple(from_fields(c, *((fields[c.name],) if c.name in fields else ())) for c in columns)


def from_fields(column, *fields, show=None, **changes):
    """A FeedColumn that is called like ``column`` and made from these fields."""
    named = {name: getattr(column, name) for name in ("name", "heading", "kind", "meaning")}
    return FeedColumn(**(named | changes), fields=fields, show=show)


def label_of(choices):
    """The label of a choice; "" for none."""
    return lambda value: choices(value).label if value else ""
