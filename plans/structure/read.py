"""What the editing pages read: the parts of a plan in order, the dependent records of a part."""

from dataclasses import dataclass

from django.db.models import CASCADE
from django.utils.text import capfirst

from plans.document.current import read_plan
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


def read_structure(plan, *, on):
    """The parts of ``plan``, in four queries beyond those of its document."""
    return Structure(
        document=read_plan(plan, on=on),
        themes=tuple(plan.theme_set.all()),
        drivers=tuple(plan.driver_set.all()),
        core_activities=tuple(plan.coreactivity_set.all()),
        columns=tuple(plan.column_set.all()),
    )


# Labels for dependent records, where their model's name would not do.
CALLED = {
    "driver_links": "Drivers",
    "theme_links": "Themes",
    "action_links": "Links to actions (the actions stay)",
    "objective_links": "Links to objectives (the objectives stay)",
    "priority_links": "Links to priorities (the priorities stay)",
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
