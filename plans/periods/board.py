"""The state of a reporting period: who was asked for what, what was reported, what is missing.

``read_board`` makes a fixed number of queries.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import DateTimeField

from partnership.rating_kinds import CLOSED
from partnership.statements import Given, Statement
from plans.leads.rules import LEADING, has_own_leads
from plans.models import Action, GroupReturn, Lead, ProgressUpdate, ReportingPeriod

# Made once a process: the text of these statements is the same for every plan.
_LEADS = Statement(
    lambda: Lead.objects.filter(plan=Given("plan")).values_list(
        "action", "priority", "role", *GroupReturn.WHO
    )
)
_ACTIONS = Statement(
    lambda: Action.objects.filter(plan=Given("plan")).values_list("pk", "priority", "leads_words")
)
_RETURNS = Statement(
    lambda: GroupReturn.objects.filter(period=Given("period")).select_related(
        *("period", "group", "post__holder", "agency", "person"),
        *("submitted_by", "questioned_by"),
    )
)
_AFTER_FREEZE = Statement(
    lambda: ProgressUpdate.objects.filter(
        period=Given("period"), timing="after_freeze"
    ).values_list("pk")
)
_SAID = Statement(
    lambda: (
        ProgressUpdate.objects.filter(period=Given("period"))
        .exclude(timing="after_freeze")
        .order_by("at", "pk")
        .values_list("action", "no_change", "timing")
    )
)
# Complete, or ended: unless they were so only since the period opened, no update is asked for.
_CLOSED = Statement(
    lambda: (
        Action.objects.filter(plan=Given("plan"), rating_kind__in=sorted(CLOSED))
        .order_by()
        .values_list("pk")
    )
)
_PREVIOUS = Statement(
    lambda: ReportingPeriod.objects.filter(
        plan=Given("plan"), opened_at__lt=Given("opened_at", DateTimeField())
    ).values_list("pk")[:1]
)


def actions_by_leader(plan):
    """(kind, id) of each group, post, agency and person that leads → ids of its actions, in the order of print."""
    own, of_priority = defaultdict(list), defaultdict(list)
    for action, priority, role, *whom in _LEADS.rows(plan=plan.pk):
        leads = own[action] if action else of_priority[priority]
        leads.append((role, list(zip(GroupReturn.WHO, whom, strict=True))))
    led = defaultdict(list)
    for pk, priority, words in _ACTIONS.rows(plan=plan.pk):
        leads = own[pk] if has_own_leads(own[pk], words) else of_priority[priority]
        leading = (who for role, named in leads if role in LEADING for who in named if who[1])
        for who in dict.fromkeys(leading):
            led[who].append(pk)
    return dict(led)


@dataclass(frozen=True)
class ReturnProgress:
    """One return on the board: the number of actions it was asked about, and of their updates."""

    record: GroupReturn
    actions: (
        int  # number of actions asked about: led, and neither complete nor ended before the period
    )
    updated: int
    no_change: int
    late: int  # updates after the day by which chairs submit
    no_change_twice: int  # actions reported as “no change” in this period and the one before
    actions_without_update: tuple[
        int, ...
    ]  # ids of the actions without an update, in the order of print

    @property
    def missing(self):
        return len(self.actions_without_update)

    @property
    def state(self):
        """The state for a tag: returned, submitted, missing, started or ready."""
        if self.record.is_questioned:
            return "returned"
        if self.record.submitted_at:
            return "submitted"
        if not self.missing:
            return "ready"
        return "started" if self.missing < self.actions else "missing"

    @property
    def is_outstanding(self):
        return not self.record.is_submitted


@dataclass(frozen=True)
class Board:
    returns: tuple[ReturnProgress, ...]
    after_freeze: int  # updates after the freeze

    @property
    def outstanding(self):
        return tuple(asked for asked in self.returns if asked.is_outstanding)

    @property
    def submitted(self):
        return len(self.returns) - len(self.outstanding)


def read_board(period):
    """The Board of a period; of a frozen one as counted at the freeze. Eight queries at most."""
    returns = _RETURNS.records(period=period.pk)
    counts = counted_at_freeze(period) if period.is_frozen else count_returns(period, returns)
    asked = []
    for record in returns:
        record.plan = period.plan
        asked.append(ReturnProgress(record=record, **counts[record.pk]))
    asked.sort(key=lambda one: (not one.is_outstanding, -one.missing, one.record.name))
    return Board(tuple(asked), len(_AFTER_FREEZE.rows(period=period.pk)))


def count_returns(period, returns):
    """Id of each return → the counts of its actions and updates, as ReturnProgress has them."""
    led = actions_by_leader(period.plan)
    said = _said_in(period.pk)
    closed = {pk for (pk,) in _CLOSED.rows(plan=period.plan_id)} - set(said)
    before = _PREVIOUS.rows(plan=period.plan_id, opened_at=period.opened_at)
    stood = _unchanged_in(*before[0]) if before else set()
    counts = {}
    for record in returns:
        actions = [pk for pk in led.get(record.who, ()) if pk not in closed]
        told = [said[pk] for pk in actions if pk in said]
        unchanged = {pk for pk in actions if pk in said and said[pk].kind == "no_change"}
        counts[record.pk] = {
            "actions": len(actions),
            "updated": sum(one.kind == "updated" for one in told),
            "no_change": len(unchanged),
            "late": sum(one.is_late for one in told),
            "no_change_twice": len(unchanged & stood),
            "actions_without_update": tuple(pk for pk in actions if pk not in said),
        }
    return counts


def counted_at_freeze(period):
    """The same counts from the snapshot of the last freeze: later leads and updates change nothing."""
    board = period.snapshots.values_list("document__board", flat=True).first()
    return {
        pk: {**counts, "actions_without_update": tuple(counts["actions_without_update"])}
        for pk, counts in ((one["return"], one["counts"]) for one in board)
    }


def board_facts(period):
    """The counts of every return as plain data, for a snapshot."""
    returns = list(period.returns.select_related(*GroupReturn.WHO))
    counts = count_returns(period, returns)
    return [{"return": r.pk, "name": r.name, "counts": counts[r.pk]} for r in returns]


@dataclass(frozen=True)
class Said:
    kind: str  # "updated" or "no_change"
    is_late: bool


def _said_in(period):
    """Action id → “updated” or “no_change” in the period with this id before its freeze; “updated” wins."""
    said = {}
    for action, no_change, timing in _SAID.rows(period=period):
        earlier = said.get(action)
        kind = (
            "updated" if not no_change or (earlier and earlier.kind == "updated") else "no_change"
        )
        said[action] = Said(kind, timing == "late" if earlier is None else earlier.is_late)
    return said


def _unchanged_in(period):
    return {pk for pk, said in _said_in(period).items() if said.kind == "no_change"}
