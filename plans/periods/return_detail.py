"""One return of a reporting period with all its actions: what a chair works on."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from partnership.models import RatingKind
from partnership.statements import Given, Statement
from plans.models import (
    Action,
    Draft,
    GroupReturn,
    ProgressUpdate,
    Proposal,
    ReportingPoint,
    SuccessMeasure,
)
from plans.periods.board import actions_by_leader
from plans.ratings.suggest import Suggestion, facts_of, suggest


@dataclass(frozen=True)
class ReturnLine:
    """One action of a return: its last state, its update in this period, and its drafts."""

    action: Action
    update: ProgressUpdate | None  # the update in this period
    last: ProgressUpdate | None  # the last update with content before this period
    last_no_change: ProgressUpdate | None  # a “no change” since then
    suggestion: Suggestion | None
    points: tuple  # ReportingPoints due by the freeze and still open
    measures_without_evidence: tuple[SuccessMeasure, ...]  # measures still without evidence
    draft: Draft | None  # the reader's own
    others: tuple[Draft, ...]  # other people's drafts
    proposals: tuple[Proposal, ...]  # those not decided yet
    is_overdue: bool

    @property
    def state(self):
        if self.update:
            return "no_change" if self.update.no_change else "updated"
        return "draft" if self.draft or self.others else "to_do"


@dataclass(frozen=True)
class ReturnDetail:
    record: GroupReturn
    ratings: tuple  # RatingDefinition, worst first
    lines: tuple[ReturnLine, ...]

    @property
    def missing(self):
        return tuple(line for line in self.lines if line.update is None)

    def rating_of(self, kind):
        return next(rating for rating in self.ratings if rating.kind == kind)

    def line_of(self, pk):
        return next((line for line in self.lines if line.action.pk == pk), None)


def read_return(record, user, *, on):
    """The ReturnDetail of a GroupReturn for ``user`` on the day ``on``: nine queries."""
    period = record.period
    ids = actions_by_leader(record.plan).get(record.who, [])
    lines = []
    for action, parts in _actions(record.plan, ids):
        update = next((u for u in parts["updates"] if u.period_id == period.pk), None)
        if update is None and action.rating == RatingKind.BLUE:
            continue  # complete before the period
        lines.append(_line(action, parts, update, user, period=period, on=on))
    ratings = tuple(record.plan.partnership.ratingdefinition_set.all())
    return ReturnDetail(record, ratings, tuple(lines))


def _actions(plan, ids):
    """Each action with its parts, by the names of _PARTS, in the order of print."""
    if not ids:
        return
    actions = _ACTIONS.records(ids=ids)
    parts = {action.pk: defaultdict(list) for action in actions}
    for name, statement in _PARTS.items():
        for part in statement.records(ids=ids):
            parts[part.action_id][name].append(part)
    for action in actions:
        action.plan = plan
        yield action, parts[action.pk]


def _line(action, parts, update, user, *, period, on):
    before = [u for u in parts["updates"] if u.period_id != period.pk]
    last = next((u for u in before if not u.no_change), None)
    last_no_change = before[0] if before and before[0].no_change else None
    return ReturnLine(
        action=action,
        update=update,
        last=last,
        last_no_change=last_no_change,
        suggestion=suggest(facts_of(action, parts["points"]), on=on),
        points=tuple(
            point
            for point in parts["points"]
            if point.is_open and (point.due_on <= period.freezes_on or point.is_near(on=on))
        ),
        measures_without_evidence=tuple(parts["measures"]),
        draft=next((d for d in parts["drafts"] if d.by_id == user.pk), None),
        others=tuple(d for d in parts["drafts"] if d.by_id != user.pk),
        proposals=tuple(parts["proposals"]),
        is_overdue=action.is_overdue(on=on),
    )


# Made once a process: the text of these statements is the same for every return.


def _measures_without_evidence():
    agreed = SuccessMeasure.objects.filter(action__among=Given("ids"), is_placeholder=False)
    return agreed.annotate(found=Count("evidence")).filter(found=0)


def _of_actions(records):
    return Statement(lambda: records().filter(action__among=Given("ids")))


_ACTIONS = Statement(
    lambda: Action.objects.filter(pk__among=Given("ids")).select_related("priority", "last_update")
)
_PARTS = {
    "points": _of_actions(ReportingPoint.objects.all),
    "measures": Statement(_measures_without_evidence),
    "updates": _of_actions(ProgressUpdate.objects.all),
    "proposals": _of_actions(Proposal.objects.waiting),
    "drafts": _of_actions(lambda: Draft.objects.select_related("by")),
}
