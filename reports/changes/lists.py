"""The three lists of changes (the whole partnership's, a plan's, an action's): what each holds and is called."""

from dataclasses import dataclass

from django.db.models import QuerySet

from plans.models import Action, Plan, ReportingPeriod
from reports.changes.feed import Reader, changes_of, changes_of_plan


@dataclass(frozen=True)
class ChangeList:
    """One of the lists as ``reader`` sees it: its page and every file made of it take this and nothing else."""

    reader: Reader
    changes: QuerySet
    kind: str  # “changes of a plan”: what the security log says was taken out
    title: str  # “Changes to Business plan 2026–29”
    file_name: str  # the same, short enough for a file
    plan: Plan | None = None  # of which all of it is

    def freezes(self):
        """The frozen reporting periods of the plans it tells of, the latest freeze first. One query."""
        periods = ReportingPeriod.objects.filter(plan__partnership=self.reader.partnership)
        if self.plan is not None:
            periods = periods.filter(plan=self.plan)
        if self.reader.plans is not None:
            periods = periods.filter(plan__in=self.reader.plans)
        return list(periods.frozen().select_related("plan"))


def all_changes(reader):
    return ChangeList(reader, reader.changes(), "changes", "Changes", "Changes")


def plan_list(reader, plan):
    title = f"Changes to {plan.title}"
    return ChangeList(
        reader, changes_of_plan(reader, plan), "changes of a plan", title, title, plan
    )


def action_list(reader, action):
    """One query, to find its changes."""
    return ChangeList(
        reader,
        changes_of(reader, Action, [action.pk]),
        "changes of an action",
        f"Changes to {action}",
        f"Changes to {action.reference}",
        action.plan,
    )
