"""What is due in a partnership and who is responsible: in its agreed plans, and challenges to be answered.

Draft and closed plans have nothing due, except challenges about a closed plan, which stay open. A plan that has not
begun has only its returns due, which someone has asked for. A plan whose period is over has everything due until it is
closed.

Reminders and calendars are both made from this.
"""

from dataclasses import dataclass
from datetime import date

from partnership.rating_kinds import NOT_RUNNING
from plans.challenges.read import read_open_challenges
from plans.leads.people import people_who_lead
from plans.models import GroupReturn, Plan
from plans.periods.board import actions_by_leader


@dataclass(frozen=True)
class DueItem:
    """A return to submit, an action, report or milestone that is due, or a challenge to answer, by a day."""

    kind: str  # return, action, point or challenge
    pk: int
    due_on: date
    title: str
    page: tuple[str, int]  # name and id of the page to open
    leaders: tuple[tuple[str, int], ...]  # (kind, id) of what or who leads


def read_due_items(partnership, *, on):
    """Every open DueItem of the partnership, by day; seven queries a plan and one more."""
    found = list(_challenges(partnership))
    for plan in partnership.plan_set.filter(status=Plan.Status.AGREED):
        found += _returns(plan)
        if plan.phase(on=on) != Plan.Phase.LATER:
            found += _actions(plan)
    return sorted(found, key=lambda due: (due.due_on, due.kind, due.pk))


def read_due_items_by_person(partnership, *, on):
    """User → tuple of the DueItems that they are responsible for, by day."""
    dues = read_due_items(partnership, on=on)
    leaders = dict.fromkeys(leader for due in dues for leader in due.leaders)
    people = people_who_lead(list(leaders), partnership, on=on)
    found = {}
    for due in dues:
        users = dict.fromkeys(user for leader in due.leaders for user in people[leader])
        for user in users:
            found.setdefault(user, []).append(due)
    return {user: tuple(mine) for user, mine in found.items()}


def _challenges(partnership):
    for challenge in read_open_challenges(partnership):
        title, page = f"Answer a challenge: {challenge}", ("plans:challenge", challenge.pk)
        yield DueItem("challenge", challenge.pk, challenge.due_on, title, page, (challenge.who,))


def read_returns(plan):
    """The returns of the plan's open period with the records they refer to; none between periods."""
    returns = GroupReturn.objects.filter(plan=plan, period__frozen_at=None)
    return returns.select_related("period", *GroupReturn.WHO)


def return_title(record):
    return f"Return of {record.name}, {record.period.name}"


def _returns(plan):
    for record in read_returns(plan):
        if not record.is_submitted:
            page = ("plans:group_return", record.pk)
            title = return_title(record)
            yield DueItem("return", record.pk, record.due_on, title, page, (record.who,))


def _actions(plan):
    """The actions that are being done, and their reports and milestones that are open and have a date."""
    leaders = {}
    for leader, actions in actions_by_leader(plan).items():
        for pk in actions:
            leaders.setdefault(pk, []).append(leader)
    open_actions = plan.action_set.exclude(rating_kind__in=NOT_RUNNING).select_related("priority")
    actions = {action.pk: action for action in open_actions if action.pk in leaders}
    for action in actions.values():
        if action.effective_due_on:
            title, page = f"Action {action}", ("plans:action", action.pk)
            who = tuple(leaders[action.pk])
            yield DueItem("action", action.pk, action.effective_due_on, title, page, who)
    points = plan.reportingpoint_set.with_leads().filter(outcome="", due_on__isnull=False)
    for point in points.filter(action__in=actions):
        action = actions[point.action_id]
        yield _point(point, action, tuple(leaders[action.pk]))


def _point(point, action, leaders):
    """A report, or a milestone: that one is due for those it is for, or else for all who lead."""
    page = ("plans:action_progress", action.pk)
    if not point.is_milestone:
        title = f"Report on action {action}"
        return DueItem("point", point.pk, point.last_day, title, page, leaders)
    title = f"Milestone of action {action}: {point.title}"
    who = point.lead.leader if point.lead_id else None
    if who is not None and who not in leaders:  # they contribute or oversee, and may not update it
        page = ("plans:action", action.pk)
    return DueItem("point", point.pk, point.last_day, title, page, (who,) if who else leaders)
