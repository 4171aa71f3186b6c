"""Reads challenges: what one may be about, and whose answer it waits for."""

from dataclasses import dataclass

from django.db.models import Case, F, Q, Value, When

from partnership.permissions import Permission, Role, allows
from partnership.statements import Given, Statement
from plans.current_plans import read_current_plans
from plans.models import Action, Challenge, Plan, Priority
from plans.models.challenge import readers_of_challenges
from subgroups.models import seats_of

About, State = Challenge.About, Challenge.State


def find_challenge_subject(partnership, user, about, pk, *, on):
    """The record of the partnership that ``user`` may read and ask about; None if there is none."""
    plans = partnership.plan_set.visible_to(user, on=on)
    readable = {
        About.ACTION: Action.objects.filter(plan__in=plans).select_related("plan"),
        About.PRIORITY: Priority.objects.filter(plan__in=plans).select_related("plan"),
        About.PLAN: plans,
        About.GROUP: partnership.group_set.all(),
        About.CHANGE: _changes(partnership, user, plans, on=on),
    }
    return readable[about].filter(pk=pk).first()


def _changes(partnership, user, plans, *, on):
    roles = partnership.roles_of(user, on=on)
    changes = partnership.changes.all()
    if not allows(roles, Permission.VIEW_DRAFT_PLAN):
        readable = Q(home_id__in=plans.order_by().values("pk"))
        changes = changes.filter(~Q(home_kind="plan") | readable)
    if not allows(roles, Permission.VIEW_DRAFT_REPORT):
        changes = changes.exclude(home_kind="report")
    return changes


def home_of(about, record):
    """(kind, id) of the record on whose page a challenge about ``record`` is listed, as in ``history_home``."""
    return (record.home_kind, record.home_id) if about == About.CHANGE else record.history_home()


def is_of_draft(partnership, challenge):
    """Whether it is about something that only those who read drafts may read."""
    if challenge.home_kind == "plan":
        agreed = partnership.plan_set.exclude(status=Plan.Status.DRAFT)
        return not agreed.filter(pk=challenge.home_id).exists()
    return challenge.home_kind == "report"


def read_choices(partnership, user, *, on):
    """The subjects offered on the empty form: ((current plan, its priorities) …, groups)."""
    plans = read_current_plans(partnership, user, on=on).shown
    found = Priority.objects.filter(plan__in=plans) if plans else ()
    priorities = {plan: tuple(p for p in found if p.plan_id == plan.pk) for plan in plans}
    return tuple(priorities.items()), tuple(partnership.group_set.all())


def read_challenges(partnership, user, *, on):
    """Those that ``user`` may read: unanswered ones first, by due date; then those with the latest response."""
    return _in_order(partnership.challenge_set.visible_to(user, on=on).with_names())


def _in_order(challenges):
    turn = Case(When(state=State.OPEN, then=0), When(state=State.ANSWERED, then=1), default=2)
    waiting = Case(When(state=State.OPEN, then=F("due_on")), default=Value(None))
    return challenges.annotate(turn=turn, waiting=waiting).order_by(
        "turn", F("waiting").asc(nulls_last=True), "-said_at", "-pk"
    )


def read_open_challenges(partnership):
    """The unanswered ones that the addressee may read: the source of reminders."""
    return partnership.challenge_set.public().open().with_names()


@dataclass(frozen=True)
class ChallengesForPerson:
    """The challenges on one person's home."""

    asked: tuple[Challenge, ...] = ()  # waiting for this person's answer
    answered: tuple[
        Challenge, ...
    ] = ()  # this person's own that were answered: to accept, ask again or close
    waiting: tuple[Challenge, ...] = ()  # others waiting for an answer; for those who oversee them


def challenges_for(partnership, user, roles, *, on):
    """The ChallengesForPerson of a person who holds ``roles``, on the day ``on``: one query."""
    watches = bool(roles & {Role.SCRUTINEER, Role.BUSINESS_MANAGER})
    groups = [s.group_id for s in seats_of(user, on=on) if s.gives == Role.CHAIR]
    agencies = {
        m.agency_id for m in user.current_memberships(on) if m.partnership_id == partnership.pk
    }
    found = _AT_HOME[watches].records(
        partnership=partnership.pk,
        **readers_of_challenges(user, on=on),
        user=user.pk,
        groups=groups,
        agencies=agencies - {None},
    )
    asked, answered, waiting = [], [], []
    for one in found:
        one.partnership = partnership
        if not one.is_open:
            answered.append(one)
        elif one.by_id != user.pk and one.is_asked(user, on=on):
            asked.append(one)
        else:
            waiting.append(one)
    return ChallengesForPerson(tuple(asked), tuple(answered), tuple(waiting))


def _at_home(watches):
    """Answered ones that the person asked; and open ones: all if they watch over them, or else theirs."""
    user = Given("user")
    asked = Q(to_group__among=Given("groups")) | Q(to_agency__among=Given("agencies"))
    theirs = Q(by=user) | Q(to_post__holder=user) | Q(to_person=user) | asked
    waiting = Q(state=State.OPEN) if watches else Q(state=State.OPEN) & theirs
    lists = ("members", "readers", "report_readers")
    here = Challenge.objects.filter(partnership=Given("partnership"))
    readable = here.readable(*map(Given, lists), lookup="among").with_names()
    return _in_order(readable.filter(Q(state=State.ANSWERED, by=user) | waiting))


# Made once a process, for those who watch and for others: every home asks for them.
_AT_HOME = {
    watches: Statement(lambda watches=watches: _at_home(watches)) for watches in (True, False)
}


def read_raised(user, partnership):
    """The challenges that ``user`` raised and that are not closed, in the order in which answers are due."""
    return list(partnership.challenge_set.filter(by=user).exclude(state=State.CLOSED))
