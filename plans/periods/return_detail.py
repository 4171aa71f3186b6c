"""One return of a reporting period with all its actions: what a chair works on."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from partnership.models.rating import read_ratings
from partnership.rating_kinds import CLOSED
from partnership.rating_scheme import Scheme
from partnership.statements import Given, Statement
from plans.measures.read import add_series
from plans.measures.series import Readers
from plans.models import (
    Action,
    Draft,
    GroupReturn,
    PendingFile,
    ProgressUpdate,
    Proposal,
    ReportingPoint,
    SuccessMeasure,
)
from plans.models.progress import last_words
from plans.periods.board import actions_by_leader
from plans.ratings.suggest import Suggestion, kinds_with_reason, suggest_for


@dataclass(frozen=True)
class ReturnLine:
    """One action of a return: its last state, its update in this period, and its drafts."""

    action: Action
    scheme: Scheme  # of the partnership's ratings
    update: ProgressUpdate | None  # the update in this period
    last: ProgressUpdate | None  # the last update with words before this period
    confirmation: ProgressUpdate | None  # a “no change” since then, before this period
    suggestion: Suggestion | None
    points: tuple  # reports due by the freeze and still open
    milestones: tuple  # those still open, which the update may record as done
    measures: tuple[
        SuccessMeasure, ...
    ]  # the agreed ones of its own, each with ``found``, its pieces of evidence, and its ``series``
    readers: Readers  # of the series
    draft: Draft | None  # the reader's own
    others: tuple[Draft, ...]  # other people's drafts
    proposals: tuple[Proposal, ...]  # those not decided yet
    is_overdue: bool

    @property
    def measures_without_evidence(self):
        return tuple(measure for measure in self.measures if not measure.found)

    @property
    def ratings_with_reason(self):
        lacks_evidence = bool(self.measures_without_evidence)
        kinds = kinds_with_reason(self.suggestion, lacks_evidence=lacks_evidence)
        return self.scheme.of(*kinds)

    @property
    def next_steps(self):
        """The next steps reported last, which a new update begins with."""
        said = self.update if self.update and not self.update.no_change else self.last
        return said.next_steps if said else ""

    @property
    def pending_file(self):
        """The name of a file that the reader chose and has not saved; "" for none."""
        return self.action.pending_file or ""

    @property
    def state(self):
        if self.update:
            return "no_change" if self.update.no_change else "updated"
        return "draft" if self.draft or self.others else "to_do"


@dataclass(frozen=True)
class ReturnDetail:
    record: GroupReturn
    scheme: Scheme
    lines: tuple[ReturnLine, ...]

    @property
    def missing(self):
        return tuple(line for line in self.lines if line.update is None)

    @property
    def done(self):
        return tuple(line for line in self.lines if line.update is not None)

    def line_of(self, pk):
        return next((line for line in self.lines if line.action.pk == pk), None)


def read_return(record, user, *, on):
    """The ReturnDetail of a GroupReturn for ``user`` on the day ``on``: nine queries, one more for values."""
    period = record.period
    ids = actions_by_leader(record.plan).get(record.who, [])
    scheme = Scheme(read_ratings(record.plan.partnership_id))
    lines = []
    for action, parts in _actions(record.plan, ids, user):
        update = next((u for u in parts["updates"] if u.period_id == period.pk), None)
        if update is None and action.rating_kind in CLOSED:
            continue  # complete or ended before the period
        lines.append(_line(action, parts, update, user, scheme=scheme, period=period, on=on))
    return ReturnDetail(record, scheme, tuple(lines))


def _actions(plan, ids, user):
    """Each action with its parts, by the names of _PARTS, in the order of print."""
    if not ids:
        return
    actions = _ACTIONS.records(ids=ids, by=user.pk)
    parts = {action.pk: defaultdict(list) for action in actions}
    for name, statement in _PARTS.items():
        for part in statement.records(ids=ids):
            parts[part.action_id][name].append(part)
    add_series([measure for found in parts.values() for measure in found["measures"]])
    for action in actions:
        action.plan = plan
        yield action, parts[action.pk]


def _line(action, parts, update, user, *, scheme, period, on):
    before = [u for u in parts["updates"] if u.period_id != period.pk]
    last, confirmation = last_words(before)
    if update is not None:
        update.plan, update.action, update.period = action.plan, action, period
    return ReturnLine(
        action=action,
        scheme=scheme,
        update=update,
        last=last,
        confirmation=confirmation,
        suggestion=suggest_for(action, scheme, on=on, points=parts["points"]),
        points=tuple(
            point
            for point in parts["points"]
            if not point.is_milestone
            and point.is_open
            and (point.due_on <= period.freezes_on or point.is_near(on=on))
        ),
        milestones=tuple(p for p in parts["points"] if p.is_milestone and p.is_open),
        measures=tuple(parts["measures"]),
        readers=Readers(on, action.plan.partnership.small_number),
        draft=next((d for d in parts["drafts"] if d.by_id == user.pk), None),
        others=tuple(d for d in parts["drafts"] if d.by_id != user.pk),
        proposals=tuple(parts["proposals"]),
        is_overdue=action.is_overdue(on=on),
    )


# Made once a process: the text of these statements is the same for every return.


def _measures():
    agreed = SuccessMeasure.objects.filter(action__among=Given("ids"), is_placeholder=False)
    return agreed.annotate(found=Count("evidence"))


def _with_pending_file():
    """The actions, each with the name of the reader's pending file: files older than a day are deleted, not offered."""
    chosen = PendingFile.objects.filter(action=OuterRef("pk"), by=Given("by")).order_by()
    actions = Action.objects.filter(pk__among=Given("ids")).select_related(
        "priority", "last_update"
    )
    return actions.annotate(pending_file=Subquery(chosen.values("name")[:1]))


def _of_actions(records):
    return Statement(lambda: records().filter(action__among=Given("ids")))


_ACTIONS = Statement(_with_pending_file)
_PARTS = {
    "points": _of_actions(ReportingPoint.objects.with_leads),
    "measures": Statement(_measures),
    "updates": _of_actions(ProgressUpdate.objects.all),
    "proposals": _of_actions(Proposal.objects.waiting),
    "drafts": _of_actions(lambda: Draft.objects.select_related("by")),
}
