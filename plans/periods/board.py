"""The state of a reporting period: who was asked for what, what was reported, what is missing.

``read_board`` counts all returns; ``read_return`` is one return with all its actions. Both make a
fixed number of queries.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from partnership.models import RatingKind
from plans.leads.rules import LEADING, has_own_leads
from plans.models import (
    Action,
    Draft,
    GroupReturn,
    ProgressUpdate,
    Proposal,
    SuccessMeasure,
)
from plans.ratings.suggest import Suggestion, facts_of, suggest


def actions_by_leader(plan):
    """(kind, id) of each group, post and agency that leads → ids of its actions, in the order of print."""
    own, of_priority = defaultdict(list), defaultdict(list)
    for action, priority, role, *whom in plan.lead_set.values_list(
        "action", "priority", "role", *GroupReturn.WHO
    ):
        leads = own[action] if action else of_priority[priority]
        leads.append((role, list(zip(GroupReturn.WHO, whom, strict=True))))
    led = defaultdict(list)
    for pk, priority, words in plan.action_set.values_list("pk", "priority", "leads_words"):
        leads = own[pk] if has_own_leads(own[pk], words) else of_priority[priority]
        leading = (who for role, named in leads if role in LEADING for who in named if who[1])
        for who in dict.fromkeys(leading):
            led[who].append(pk)
    return dict(led)


@dataclass(frozen=True)
class Asked:
    """One return on the board: the number of actions it was asked about, and of their updates."""

    record: GroupReturn
    actions: int  # number of actions asked about: led, and not complete before the period
    updated: int
    no_change: int
    late: int  # updates after the day by which chairs submit
    no_change_twice: int  # actions reported as “no change” in this period and the one before
    left: tuple[int, ...]  # ids of the actions without an update, in the order of print

    @property
    def missing(self):
        return len(self.left)

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
    returns: tuple[Asked, ...]
    after_freeze: int  # updates after the freeze

    @property
    def outstanding(self):
        return tuple(asked for asked in self.returns if asked.is_outstanding)

    @property
    def submitted(self):
        return len(self.returns) - len(self.outstanding)


def read_board(period):
    """The Board of a period; of a frozen one as counted at the freeze. Eight queries at most."""
    returns = list(
        period.returns.select_related(
            "period", "group", "post__holder", "agency", "submitted_by", "questioned_by"
        )
    )
    counts = counted_at_freeze(period) if period.is_frozen else count_returns(period, returns)
    asked = []
    for record in returns:
        record.plan = period.plan
        asked.append(Asked(record=record, **counts[record.pk]))
    asked.sort(key=lambda one: (not one.is_outstanding, -one.missing, one.record.name))
    return Board(tuple(asked), period.updates.filter(timing="after_freeze").count())


def count_returns(period, returns):
    """Id of each return → the counts of its actions and updates, as Asked has them, from the plan's current state."""
    led = actions_by_leader(period.plan)
    said = _said_in(period)
    complete = _complete_before(period, said)
    before = _previous(period)
    stood = _unchanged_in(before) if before else set()
    counts = {}
    for record in returns:
        actions = [pk for pk in led.get(record.who, ()) if pk not in complete]
        told = [said[pk] for pk in actions if pk in said]
        unchanged = {pk for pk in actions if pk in said and said[pk].kind == "no_change"}
        counts[record.pk] = {
            "actions": len(actions),
            "updated": sum(one.kind == "updated" for one in told),
            "no_change": len(unchanged),
            "late": sum(one.is_late for one in told),
            "no_change_twice": len(unchanged & stood),
            "left": tuple(pk for pk in actions if pk not in said),
        }
    return counts


def counted_at_freeze(period):
    """The same counts from the snapshot of the last freeze: later leads and updates change nothing."""
    board = period.snapshots.values_list("document__board", flat=True).first()
    return {
        pk: {**counts, "left": tuple(counts["left"])}
        for pk, counts in ((one["return"], one["counts"]) for one in board)
    }


def board_facts(period):
    """The counts of every return as plain data, for a snapshot."""
    returns = list(period.returns.select_related("group", "post", "agency"))
    counts = count_returns(period, returns)
    return [{"return": r.pk, "name": r.name, "counts": counts[r.pk]} for r in returns]


@dataclass(frozen=True)
class Said:
    kind: str  # "updated" or "no_change"
    is_late: bool


def _said_in(period):
    """Action id → “updated” or “no_change” in the period before the freeze; “updated” wins."""
    said = {}
    rows = period.updates.exclude(timing="after_freeze").order_by("at", "pk")
    for action, no_change, timing in rows.values_list("action", "no_change", "timing"):
        earlier = said.get(action)
        kind = (
            "updated" if not no_change or (earlier and earlier.kind == "updated") else "no_change"
        )
        said[action] = Said(kind, timing == "late" if earlier is None else earlier.is_late)
    return said


def _complete_before(period, said):
    """Actions that were complete when the period opened: no update is asked for."""
    complete = period.plan.action_set.filter(rating=RatingKind.BLUE)
    return set(complete.values_list("pk", flat=True)) - set(said)


def _previous(period):
    return period.plan.reportingperiod_set.filter(opened_at__lt=period.opened_at).first()


def _unchanged_in(period):
    return {pk for pk, said in _said_in(period).items() if said.kind == "no_change"}


@dataclass(frozen=True)
class Line:
    """One action of a return: its last state, its update in this period, and its drafts."""

    action: Action
    said: ProgressUpdate | None  # the update in this period
    last: ProgressUpdate | None  # the last update with content before this period
    stood_by: ProgressUpdate | None  # a “no change” since then
    suggestion: Suggestion | None
    points: tuple  # ReportingPoints due by the freeze and still open
    bare: tuple[SuccessMeasure, ...]  # measures still without evidence
    draft: Draft | None  # the reader's own
    others: tuple[Draft, ...]  # other people's drafts
    proposals: tuple[Proposal, ...]  # those not decided yet
    is_overdue: bool

    @property
    def state(self):
        if self.said:
            return "no_change" if self.said.no_change else "updated"
        return "draft" if self.draft or self.others else "to_do"


@dataclass(frozen=True)
class ReturnDetail:
    record: GroupReturn
    ratings: tuple  # RatingDefinition, worst first
    lines: tuple[Line, ...]

    @property
    def missing(self):
        return tuple(line for line in self.lines if line.said is None)

    def rating_of(self, kind):
        return next(rating for rating in self.ratings if rating.kind == kind)

    def line_of(self, pk):
        return next((line for line in self.lines if line.action.pk == pk), None)


def read_return(record, user, *, on):
    """The ReturnDetail of a GroupReturn for ``user`` on the day ``on``: nine queries."""
    period = record.period
    ids = actions_by_leader(record.plan).get(record.who, [])
    lines = []
    for action in _actions(record.plan, ids):
        action.plan = record.plan
        said = next((u for u in action.told if u.period_id == period.pk), None)
        if said is None and action.rating == RatingKind.BLUE:
            continue  # complete before the period
        lines.append(_line(action, said, user, period=period, on=on))
    ratings = tuple(record.plan.partnership.ratingdefinition_set.all())
    return ReturnDetail(record, ratings, tuple(lines))


def _actions(plan, ids):
    measures = SuccessMeasure.objects.annotate(found=Count("evidence"))
    return (
        plan.action_set.filter(pk__in=ids)
        .select_related("priority", "last_update")
        .prefetch_related(
            "reporting_points",
            Prefetch(
                "measures",
                measures.filter(Q(found=0), is_placeholder=False),
                to_attr="bare_measures",
            ),
            Prefetch("updates", ProgressUpdate.objects.all(), to_attr="told"),
            Prefetch("proposals", Proposal.objects.waiting(), to_attr="proposed"),
            Prefetch("drafts", Draft.objects.select_related("by"), to_attr="drafted"),
        )
    )


def _line(action, said, user, *, period, on):
    before = [u for u in action.told if u.period_id != period.pk]
    last = next((u for u in before if not u.no_change), None)
    stood_by = before[0] if before and before[0].no_change else None
    return Line(
        action=action,
        said=said,
        last=last,
        stood_by=stood_by,
        suggestion=suggest(facts_of(action), on=on),
        points=tuple(
            point
            for point in action.reporting_points.all()
            if point.is_open and (point.due_on <= period.freezes_on or point.is_near(on=on))
        ),
        bare=tuple(action.bare_measures),
        draft=next((d for d in action.drafted if d.by_id == user.pk), None),
        others=tuple(d for d in action.drafted if d.by_id != user.pk),
        proposals=tuple(action.proposed),
        is_overdue=action.is_overdue(on=on),
    )
