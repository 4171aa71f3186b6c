"""The three lists of changes (the whole partnership's, a plan's, an action's): what each holds and is called."""

from dataclasses import dataclass

from django.db.models import QuerySet

from plans.models import Action
from reports.changes.feed import Reader, changes_of, changes_of_plan


@dataclass(frozen=True)
class ChangeList:
    """One of the lists as ``reader`` sees it: its page and every file made of it take this and nothing else."""

    reader: Reader
    changes: QuerySet
    kind: str  # “changes of a plan”: what the security log says was taken out
    title: str  # “Changes to Business plan 2026–29”
    file_name: str  # the same, short enough for a file


def all_changes(reader):
    return ChangeList(reader, reader.changes(), "changes", "Changes", "Changes")


def plan_list(reader, plan):
    title = f"Changes to {plan.title}"
    return ChangeList(reader, changes_of_plan(reader, plan), "changes of a plan", title, title)


def action_list(reader, action):
    """One query, to find its changes."""
    return ChangeList(
        reader,
        changes_of(reader, Action, [action.pk]),
        "changes of an action",
        f"Changes to {action}",
        f"Changes to {action.reference}",
    )
