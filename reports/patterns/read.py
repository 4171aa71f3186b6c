"""Patterns in a plan's whole history: dates that slip, ratings that never move, late returns.

Counted whenever the page is opened, in a number of queries that does not depend on the size of the
plan. A pattern is a question to ask, not a verdict.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from django.db.models import Count, Min
from django.utils import timezone

from partnership.rating_kinds import CLOSED, RatingKind
from plans.document.counted import CountedMeasure, counted_measures
from plans.document.current import read_plan
from plans.document.records import ActionFacts, PlanDocument
from plans.gaps import find_rated_without_evidence
from plans.models import Action, GroupReturn, Priority, Proposal, ReportingPeriod
from reports.patterns.leaders import BY_NOBODY, IN_WORDS, Leader, Leaders
from reports.patterns.slips import Slip, read_slips

ALWAYS = 2  # the fewest returns for “always late”


@dataclass(frozen=True, slots=True)
class Unmoved:
    """An action whose every update gave the same rating."""

    action: ActionFacts
    updates: int
    since: date


@dataclass(frozen=True, slots=True)
class ReturnPattern:
    """A return that was asked for, once it is due."""

    record: GroupReturn
    state: str  # one of ON_TIME, LATE, NEVER and NOT_YET


ON_TIME, LATE, NEVER, NOT_YET = "on time", "late", "not submitted", "not submitted yet"


@dataclass(frozen=True, slots=True)
class Waited:
    """A proposal, and the days until its decision, or until now if it is open."""

    proposal: Proposal
    days: int


@dataclass
class Carried:
    """The actions and returns of one Leader, and how they are going."""

    leader: Leader
    actions: list[ActionFacts] = field(default_factory=list)  # those they lead now
    slips: list[Slip] = field(default_factory=list)  # those of what they led at the time
    returns: list[ReturnPattern] = field(default_factory=list)

    @property
    def overdue(self):
        return [action for action in self.actions if action.is_overdue]

    @property
    def late(self):
        return [asked for asked in self.returns if asked.state != ON_TIME]

    @property
    def is_always_late(self):
        return len(self.returns) >= ALWAYS and len(self.late) == len(self.returns)

    @property
    def is_empty(self):
        return not (self.actions or self.slips or self.returns)


@dataclass(frozen=True)
class Patterns:
    document: PlanDocument
    groups: tuple[Carried, ...]
    agencies: tuple[Carried, ...]  # each with its posts
    people: tuple[Carried, ...]
    others: tuple[Carried, ...]  # posts without agency, leads in words, none
    slips: tuple[Slip, ...]  # latest first
    rated: int  # actions with several updates that are neither complete nor ended
    unmoved: tuple[Unmoved, ...]  # most updates first
    no_evidence: tuple[ActionFacts, ...]
    decided: tuple[Waited, ...]  # longest first
    waiting: tuple[Waited, ...]

    @property
    def carried(self):
        return (*self.groups, *self.agencies, *self.people, *self.others)

    @property
    def led_by_nobody(self):
        found = (one.actions for one in self.others if one.leader == BY_NOBODY)
        return tuple(next(found, ()))

    @property
    def idle(self):
        """The agencies that lead nothing at present."""
        return tuple(one for one in self.agencies if not one.actions)

    @property
    def counted(self) -> tuple[CountedMeasure, ...]:
        """The measures of the plan that count something."""
        return tuple(one for section in self.document.sections for one in counted_measures(section))

    @property
    def worse(self):
        """Those whose last value is worse than the one before it."""
        return tuple(one for one in self.counted if one.measure.series.is_worse)

    @property
    def reached(self):
        """Those whose last value has reached the target."""
        return tuple(one for one in self.counted if one.measure.series.is_reached)

    @property
    def without_values(self):
        """Those with a target for which nothing was counted yet."""
        series = ((one, one.measure.series) for one in self.counted)
        return tuple(one for one, its in series if its.target is not None and not its.values)

    @property
    def always_late(self):
        return tuple(one for one in self.carried if one.is_always_late)

    @property
    def slipped(self):
        """The numbers of actions and of priorities with slips, counted by id: names may be equal."""
        counts = Counter(model for model, _ in {slip.owner for slip in self.slips})
        return counts[Action], counts[Priority]

    @property
    def days_to_decide(self):
        """The median; None if nothing was decided."""
        return round(median(one.days for one in self.decided)) if self.decided else None


def read_patterns(plan, *, on):
    """The Patterns of ``plan`` (with its partnership and house style) on the day ``on``."""
    document = read_plan(plan, on=on, brief=True, values=True)
    leaders = Leaders(plan.partnership)
    slips = read_slips(plan, leaders)
    carried = _carried(document, leaders, slips, _returns(plan, on))
    rated, unmoved = _unmoved(plan, document)
    decided, waiting = _proposals(plan, on)
    groups, agencies = leaders.groups.values(), leaders.agencies.values()
    people = sorted((one for one in carried if one.kind == "person"), key=lambda one: one.name)
    rest = carried.keys() - {*groups, *agencies, *people, IN_WORDS, BY_NOBODY}
    others = [*sorted(rest, key=lambda leader: leader.name), IN_WORDS, BY_NOBODY]
    return Patterns(
        document=document,
        groups=_of(carried, groups),
        agencies=_of(carried, agencies, even_empty=leaders.current_agencies),
        people=_of(carried, people),
        others=_of(carried, others),
        slips=slips,
        rated=rated,
        unmoved=unmoved,
        no_evidence=_without_evidence(plan, document, on),
        decided=decided,
        waiting=waiting,
    )


def _of(carried, leaders, even_empty=()):
    found = (carried[leader] for leader in leaders)
    return tuple(one for one in found if not one.is_empty or one.leader.pk in even_empty)


def _carried(document, leaders, slips, returns):
    """Leader → Carried; includes everyone who was asked for a return."""
    carried = _ByLeader()
    for action in document.actions:
        for leader in leaders.of_facts(action.leads):
            carried[leader].actions.append(action)
    for slip in slips:
        for leader in slip.leaders:
            carried[leader].slips.append(slip)
    for asked in returns:
        carried[leaders.of(*asked.record.who)].returns.append(asked)
    return carried


class _ByLeader(dict):
    def __missing__(self, leader):
        self[leader] = Carried(leader)
        return self[leader]


def _unmoved(plan, document):
    """(number of open actions rated several times, those of them whose updates all gave the same rating)."""
    updates = plan.progressupdate_set.order_by().values("action_id")
    updates = updates.annotate(
        number=Count("pk"), first=Min("at"), ratings=Count("rating", distinct=True)
    )
    rated = {row["action_id"]: row for row in updates if row["number"] > 1}
    several = [
        (action, rated[action.pk])
        for action in document.actions
        if action.pk in rated and action.rating_kind not in CLOSED | {RatingKind.NOT_RATED}
    ]
    found = [
        Unmoved(action, row["number"], timezone.localdate(row["first"]))
        for action, row in several
        if row["ratings"] == 1
    ]
    return len(several), tuple(sorted(found, key=lambda one: -one.updates))


def _without_evidence(plan, document, on):
    """The actions that match the plan page's own filter, so that both show the same number."""
    pks = find_rated_without_evidence(plan, on=on)
    return tuple(action for action in document.actions if action.pk in pks)


def _returns(plan, on):
    """The returns that are due: all of frozen periods; of an open one those submitted or overdue."""
    asked = plan.groupreturn_set.select_related("period", *GroupReturn.WHO)
    states = ((record, _state(record, on)) for record in asked.order_by("period__opened_at", "pk"))
    return [ReturnPattern(record, state) for record, state in states if state]


def _state(record, on):
    if record.is_submitted:
        return ON_TIME if record.timing == ReportingPeriod.Timing.ON_TIME else LATE
    if record.period.is_frozen:
        return NEVER
    return NOT_YET if record.due_on < on else ""


def _proposals(plan, on):
    """(decided proposals, open ones), longest first; without withdrawn ones, which were never decided."""
    proposals = plan.proposal_set.with_names().exclude(decision=Proposal.Decision.WITHDRAWN)
    decided, waiting = [], []
    for proposal in proposals:
        until = on if proposal.is_waiting else timezone.localdate(proposal.decided_at)
        days = (until - timezone.localdate(proposal.at)).days
        (waiting if proposal.is_waiting else decided).append(Waited(proposal, days))
    return tuple(sorted(decided, key=_days)), tuple(sorted(waiting, key=_days))


def _days(waited):
    return -waited.days
