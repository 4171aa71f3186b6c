"""The home page of each role: their part of the current plan, in numbers and short lists.

Made from the PlanDocument and a few queries; their number does not depend on the size of the plan.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone

from partnership.days import start_of
from partnership.models import Agency, Post
from partnership.permissions import Role
from partnership.rating_kinds import CLOSED, GOOD
from partnership.statements import Given, Statement
from plans.actions.proposals import proposals_for
from plans.challenges.read import ChallengesForPerson, challenges_for
from plans.current_plans import read_current_plans
from plans.document.current import read_plan
from plans.document.records import ActionFacts, PlanDocument
from plans.gaps import count_gaps, find_rated_without_evidence
from plans.models import Lead, Plan, Proposal, ReportingPeriod
from plans.periods.overview import ToFill, read_asking
from reports.changes.feed import read_page
from reports.changes.quiet import QuietNumbers, count_quiet
from reports.executive import Concern, ExecutivePart, read_concerns, read_executive
from subgroups.models import seats_of

QUIET_DAYS = 120  # a round of reporting: three a year
LATEST = 5  # changes shown at home
SCRUTINY = {"off_track": 5, "slipped": 5}  # how many actions one list of the scrutineer writes out
SCRUTINY_DAYS = timedelta(days=30)  # how far back changes are counted on a first visit


@dataclass(frozen=True)
class Task:
    """An action to keep up to date, and the number of days since its last update (None: never updated)."""

    action: ActionFacts
    days: int | None


@dataclass(frozen=True)
class Led:
    """The actions that a person, or their agency, leads."""

    name: str  # of the agency; "" for the person's own
    tasks: tuple[Task, ...]  # oldest update first; complete ones left out
    complete: int
    groups: tuple[tuple[int, str], ...] = ()  # (id, name) of the groups through which they lead

    @property
    def quiet(self):
        """The number without an update for a round of reporting."""
        return sum(task.days is None or task.days > QUIET_DAYS for task in self.tasks)


@dataclass(frozen=True)
class ReturnPart:
    """An outstanding return that the reader may fill in, with its actions still to update."""

    asked: ToFill
    tasks: tuple[Task, ...]  # oldest update first


@dataclass(frozen=True)
class GroupPart:
    """The number of a group's open actions, and of those updated recently."""

    pk: int
    name: str
    total: int
    updated: int


@dataclass(frozen=True)
class Gap:
    """Something missing or late in the plan: its count, and the plan filtered to show it."""

    words: str
    number: int
    query: str


@dataclass(frozen=True)
class ManagerPart:
    groups: tuple[GroupPart, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Scrutiny:
    """What the scrutineer has not seen yet, in the whole partnership."""

    since: date
    changes: int
    quiet: QuietNumbers


@dataclass(frozen=True)
class ScrutinyPart:
    concerns: tuple[Concern, ...]  # off track, and moved later
    bare: tuple[ActionFacts, ...]  # on track or complete, without evidence


@dataclass(frozen=True)
class PeriodPart:
    """The open reporting period: the number of submitted returns, and the reader's own outstanding ones."""

    period: ReportingPeriod
    days_left: int  # until chairs submit; negative once that day is past
    asked: int
    submitted: int
    mine: tuple[ToFill, ...]


@dataclass(frozen=True)
class PlanPart:
    """The part of the home page for one plan; a part that does not apply to the person is None."""

    plan: Plan
    document: PlanDocument
    led: Led | None  # beyond what the returns ask
    returns: tuple[ReturnPart, ...]
    period: PeriodPart | None
    manager: ManagerPart | None
    executive: ExecutivePart | None
    scrutiny: ScrutinyPart | None
    agencies: tuple[Led, ...]
    to_decide: tuple[Proposal, ...]
    proposed: tuple[Proposal, ...]  # the reader's own that are open or recently decided


@dataclass(frozen=True)
class Home:
    """Everything on one person's home page."""

    parts: tuple[PlanPart, ...]  # one for each plan of CurrentPlans.shown
    coming: tuple[Plan, ...]
    periods: tuple[PeriodPart, ...]  # open ones of other plans, such as one whose dates are past
    challenges: ChallengesForPerson
    summaries: tuple
    scrutiny: Scrutiny | None
    usual_plan: int | None  # the id of the one plan shown, which its changes need not name

    @property
    def is_lead(self):
        return any(part.led or part.returns for part in self.parts)


def read_dashboard(reader, user, roles, *, on, last_visit=None):
    """The Home of ``user``, who holds ``roles`` in the partnership, on the day ``on``."""
    partnership = reader.partnership
    current = read_current_plans(partnership, user, on=on)
    scrutinises = Role.SCRUTINEER in roles and current.shown
    return Home(
        parts=tuple(_part(plan, user, roles, on) for plan in current.shown),
        coming=current.coming,
        periods=tuple(_other_period(plan, user, roles, on) for plan in current.reporting),
        challenges=challenges_for(partnership, user, roles, on=on),
        summaries=read_page(reader, reader.changes(), size=LATEST).summaries,
        scrutiny=_scrutiny(reader, on, last_visit) if scrutinises else None,
        usual_plan=current.only,
    )


def _part(plan, user, roles, on):
    partnership = plan.partnership
    document = read_plan(plan, on=on, brief=True)
    led = _led_by_person(document, partnership, user, on)
    reads_agencies = roles & {Role.MEMBER, Role.EXECUTIVE}
    to_decide, proposed = proposals_for(plan, user, on=on)
    period = _period(plan, _closed(document), user, roles, on)
    returns = _returns(document, period, on)
    executive = read_executive(document) if Role.EXECUTIVE in roles else None
    listed = {task.action.pk for part in returns for task in part.tasks}
    listed |= executive.written_out if executive else set()
    return PlanPart(
        plan=plan,
        document=document,
        led=_beyond(led, returns),
        returns=returns,
        period=period,
        manager=_manager(plan, document, on) if Role.BUSINESS_MANAGER in roles else None,
        executive=executive,
        scrutiny=_scrutiny_of(plan, document, on) if Role.SCRUTINEER in roles else None,
        agencies=_without(listed, _agencies(document, partnership, user, on, led))
        if reads_agencies
        else (),
        to_decide=to_decide,
        proposed=proposed,
    )


def _closed(document):
    return {action.pk for action in document.actions if action.rating_kind in CLOSED}


def _other_period(plan, user, roles, on):
    closed = plan.action_set.filter(rating_kind__in=CLOSED).values_list("pk", flat=True)
    return _period(plan, set(closed), user, roles, on)


def _period(plan, closed, user, roles, on):
    """The plan's open period, with the returns of the reader; None between periods.

    The business manager may fill in every return, so none is listed as theirs.
    """
    period = plan.running
    if period is None:
        return None
    period.plan = plan
    reader = None if Role.BUSINESS_MANAGER in roles else user
    asking = read_asking(period, reader, closed, on=on)
    return PeriodPart(
        period=period,
        days_left=period.days_left(on=on),
        asked=asking.asked,
        submitted=asking.submitted,
        mine=asking.mine,
    )


def _returns(document, period, on):
    """The returns that are asked of the reader, each with what is left to update."""
    actions = {action.pk: action for action in document.actions}
    return tuple(
        ReturnPart(asked, _tasks([actions[pk] for pk in asked.missing if pk in actions], on))
        for asked in (period.mine if period else ())
    )


def _beyond(led, returns):
    """What someone leads without what their returns list already; None if that is all."""
    asked = {pk for part in returns for pk in part.asked.actions}
    if led is None or not asked:
        return led
    tasks = tuple(task for task in led.tasks if task.action.pk not in asked)
    return replace(led, tasks=tasks) if tasks else None


def _without(listed, agencies):
    """What agencies lead, without the actions that home lists already: their ids are ``listed``."""
    kept = ((led, tuple(t for t in led.tasks if t.action.pk not in listed)) for led in agencies)
    return tuple(replace(led, tasks=tasks) for led, tasks in kept if tasks or not led.tasks)


def _led_by_person(document, partnership, user, on):
    """What the person leads: as themselves, as chair of a group or holder of a post; None if nothing."""
    seats = [seat for seat in seats_of(user, on=on) if seat.gives == Role.CHAIR]
    posts = _POSTS.rows(partnership=partnership.pk, holder=user.pk)
    mine = {("group", seat.group_id) for seat in seats} | {("post", pk) for (pk,) in posts}
    mine |= {("person", user.pk)}
    actions = _led_by(document, mine)
    if not actions:
        return None
    leading = {(lead.pk, lead.name) for action in actions for lead in action.leads if ("group", lead.pk) in mine
               and lead.kind == "group"}  # fmt: skip
    return _led_tasks("", actions, on, tuple(sorted(leading, key=lambda group: group[1])))


def _agencies(document, partnership, user, on, led):
    """What each agency of the person leads, beyond what they lead themselves."""
    ids = {m.agency_id for m in user.current_memberships(on) if m.partnership_id == partnership.pk}
    own = {task.action.pk for task in led.tasks} if led else set()
    agencies = _AGENCIES.rows(agencies=ids - {None}) if ids - {None} else ()
    found = []
    for pk, name in agencies:
        actions = [a for a in _led_by(document, {("agency", pk)}) if a.pk not in own]
        found.append(_led_tasks(name, actions, on))
    return tuple(found)


def _led_by(document, leaders):
    return [
        action
        for action in document.actions
        if any(
            lead.role in Lead.LEADING and (lead.kind, lead.pk) in leaders for lead in action.leads
        )
    ]


def _led_tasks(name, actions, on, groups=()):
    tasks = _tasks([action for action in actions if action.rating_kind not in CLOSED], on)
    return Led(name, tasks, len(actions) - len(tasks), groups)


def _tasks(actions, on):
    """A Task for each action, the oldest update first."""
    tasks = [Task(action, days_since(action, on)) for action in actions]
    return tuple(sorted(tasks, key=lambda task: (task.days is not None, -(task.days or 0))))


def days_since(action, on):
    """Days since the last update of an action, “no change” included; None if there was none."""
    return (on - timezone.localdate(action.rated_at)).days if action.update else None


def _manager(plan, document, on):
    return ManagerPart(groups=_groups(document, on), gaps=_gaps(plan, document, on))


def _groups(document, on):
    """The groups that lead open actions, those with the fewest recent updates first."""
    total, updated, names = Counter(), Counter(), {}
    for action in document.actions:
        days = days_since(action, on)
        for lead in action.leads:
            if (
                lead.kind != "group"
                or lead.role not in Lead.LEADING
                or action.rating_kind in CLOSED
            ):
                continue
            names[lead.pk] = lead.name
            total[lead.pk] += 1
            updated[lead.pk] += days is not None and days <= QUIET_DAYS
    parts = [GroupPart(pk, name, total[pk], updated[pk]) for pk, name in names.items()]
    return tuple(sorted(parts, key=lambda part: (part.updated / part.total, part.name)))


def _gaps(plan, document, on):
    """Each number is what its link to the plan page shows, whose filter finds by the same kinds.

    How many were never rated is beside the bar of ratings.
    """
    good = document.words(*GOOD)
    listed = (found for found in count_gaps(plan, on=on) if found[0].key != "never_rated")
    return tuple(
        Gap(kind.phrase.format(good=good), number, f"?{kind.filter}={kind.key}")
        for kind, number in listed
    )


def _scrutiny(reader, on, last_visit):
    since = last_visit or on - SCRUTINY_DAYS
    changes = reader.changes().filter(at__gte=start_of(since)).order_by()
    pks = list(changes.values_list("pk", flat=True))
    return Scrutiny(since=since, changes=len(pks), quiet=count_quiet(pks, plans=reader.plans))


def _scrutiny_of(plan, document, on):
    bare = find_rated_without_evidence(plan, on=on)
    return ScrutinyPart(
        concerns=read_concerns(document, tuple(SCRUTINY), most=SCRUTINY),
        bare=tuple(action for action in document.actions if action.pk in bare),
    )


# Made once a process.
_POSTS = Statement(
    lambda: (
        Post.objects.filter(partnership=Given("partnership"), holder=Given("holder"))
        .order_by()
        .values_list("pk")
    )
)
_AGENCIES = Statement(
    lambda: Agency.objects.filter(pk__among=Given("agencies")).values_list("pk", "name")
)
