"""The table of rows that other tables no longer have."""

from dataclasses import dataclass

from django.db.models import CharField, F, Value

from partnership.history import tracked
from partnership.tables import Kind
from plans.feeds.table import CHANGED_AT, OF_PLAN, FeedColumn, FeedTable


@dataclass(frozen=True)
class RemovedTable(FeedTable):
    """Reads the histories of what the ``others`` have; one query with a part for each."""

    others: tuple[FeedTable, ...] = ()

    def read(self, scope, where, *, ratings_changed_at):
        first, *rest = (self._of(other, scope).filter(where) for other in self.others)
        return first.union(*rest, all=True).order_by(*self.key)

    def _of(self, other, scope):
        model, _ = other.depends[0]
        rows = scope.of_plans(tracked()[model].objects.filter(history_type="-"))
        return rows.annotate(
            table=Value(other.name, CharField()), changed_at=F("history_date")
        ).values("plan_id", "plan__title", "table", "id", "changed_at")


def removed_table(others):
    return RemovedTable(
        "removed",
        "Removed rows",
        "One row for each row that was removed from one of the other tables since the plans began.",
        (
            *OF_PLAN,
            FeedColumn("table", "Table", Kind.TEXT, "The name of the table that it was in."),
            FeedColumn("id", "Id", Kind.ID, "The id that it had there."),
            CHANGED_AT,
        ),
        rows=None,
        depends=(),
        key=("changed_at", "table", "id"),
        others=others,
    )
