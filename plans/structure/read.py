"""What the editing pages read: the parts of a plan in order, the dependent records of a part."""

from dataclasses import dataclass, replace

from django.db.models import CASCADE
from django.utils.text import capfirst

from plans.document.current import read_plan
from plans.document.published_tables import PublishedTable, head_of_table, published_tables
from plans.document.records import PlanDocument
from plans.models import Column, CoreActivity, Driver, Theme


@dataclass(frozen=True)
class Structure:
    """A plan's document, and the small parts that are not records in the document."""

    document: PlanDocument
    themes: tuple[Theme, ...]
    drivers: tuple[Driver, ...]
    core_activities: tuple[CoreActivity, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Columns:
    """The columns of a plan, and its own table with the first rows, to see how it looks."""

    columns: tuple[Column, ...]
    preview: PublishedTable
    document: PlanDocument


FIRST_ROWS = 2


def read_columns(plan, *, on):
    document = read_plan(plan, on=on)
    tables = published_tables(document)
    first = next((table for table in tables if table.rows), None) or head_of_table(document)
    return Columns(
        columns=tuple(plan.column_set.select_related("period")),
        preview=replace(first, rows=_complete(first.rows[:FIRST_ROWS])),
        document=document,
    )


def _complete(rows):
    """The first rows of a table, in which no cell spans more rows than there are."""
    left = len(rows)
    return tuple(
        replace(
            row,
            cells=tuple(replace(c, rows=min(c.rows, left - place)) for c in row.cells),
        )
        for place, row in enumerate(rows)
    )


def read_structure(plan, *, on):
    """The parts of ``plan``, in four queries beyond those of its document."""
    return Structure(
        document=read_plan(plan, on=on),
        themes=tuple(plan.theme_set.all()),
        drivers=tuple(plan.driver_set.all()),
        core_activities=tuple(plan.coreactivity_set.all()),
        columns=tuple(plan.column_set.select_related("period")),
    )


# Labels for dependent records, where their model's name would not do.
CALLED = {
    "driver_links": "Drivers",
    "theme_links": "Themes",
    "action_links": "Links to actions (the actions stay)",
    "objective_links": "Links to objectives (the objectives stay)",
    "priority_links": "Links to priorities (the priorities stay)",
    "successor_links": "Links to actions in which it goes on (those stay)",
    "predecessor_links": "Links to actions it came from (those stay)",
    "timescale_changes": "Changes to its timescale",
}


def dependent_records(part):
    """The records removed together with ``part``: (label, how many), without zeros."""
    owned = [
        (relation.get_accessor_name(), relation.related_model._meta.verbose_name_plural)
        for relation in part._meta.related_objects
        if relation.on_delete is CASCADE and not relation.hidden
    ]
    counted = [
        (CALLED.get(name, capfirst(words)), getattr(part, name).count()) for name, words in owned
    ]
    return [(words, number) for words, number in counted if number]
