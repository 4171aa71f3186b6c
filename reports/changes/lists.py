"""The three lists of changes (of the whole partnership, a plan, an action): their contents and titles."""

from dataclasses import dataclass

from django.db.models import QuerySet

from plans.models import Action, Plan, ReportingPeriod
from reports.changes.feed import Reader, changes_of, changes_of_plan


@dataclass(frozen=True)
class ChangeList:
    """One of the lists for ``reader``: the only input of its page and of its downloads."""

    reader: Reader
    changes: QuerySet
    kind: str  # “changes of a plan”: the name of a download in the security log
    title: str  # “Changes to Business plan 2026–29”
    file_name: str  # a short form of it for file names
    plan: Plan | None = None  # the only plan it is about, if any

    def freezes(self):
        """The frozen reporting periods of its plans, the latest freeze first. One query."""
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
    """The list of an action's changes. One query finds them."""
    return ChangeList(
        reader,
        changes_of(reader, Action, [action.pk]),
        "changes of an action",
        f"Changes to {action}",
        f"Changes to {action.reference}",
        action.plan,
    )
