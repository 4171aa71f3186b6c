"""Recent events that someone is notified of: returns, challenges, proposals, and tokens that are about to expire.

Older events are skipped, so that a first run does not send a whole year.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from partnership.permissions import Permission, Role, allows, roles_granted
from plans.leads.people import people_who_answer, people_who_lead
from plans.models import (
    ChallengeResponse,
    FeedToken,
    GroupReturn,
    Plan,
    Proposal,
    ReminderKind,
    ReportingPeriod,
)
from plans.reminders.due_items import read_returns, return_title

NEWS = {
    ReminderKind.OPENED,
    ReminderKind.QUESTIONED,
    ReminderKind.FROZEN,
    ReminderKind.CHALLENGED,
    ReminderKind.PROPOSED,
    ReminderKind.EXPIRING,
}
NEWS_FOR = timedelta(days=7)
WARNED_BEFORE = timedelta(days=14)  # before a token expires
PAGES = {
    "return": "plans:group_return",
    "challenge": "plans:challenge",
    "proposal": "plans:proposal",
}

Kind = ChallengeResponse.Kind
# Who spoke and who was asked; the subject follows.
SAID = {
    None: "{by} challenged {to} about",
    Kind.ANSWERED: "{by} has answered the challenge about",
    Kind.ASKED_AGAIN: "{by} asked {to} again about",
    Kind.ACCEPTED: "{by} has accepted the answer about",
    Kind.CLOSED: "{by} has closed the challenge about",
}


@dataclass(frozen=True)
class Notice:
    """One item to notify one person of. ``kind`` to ``step`` identify it in the log."""

    kind: ReminderKind
    about: str
    moment: str
    step: int
    title: str
    due_on: date | None
    page: tuple[str, int]  # name and id of the page to open

    @property
    def key(self):
        return self.kind.value, self.about, self.moment, self.step


def read_news(partnership, *, on):
    """Each (person, Notice) of the partnership on the day ``on``: only of what the person may open."""
    for plan in partnership.plan_set.filter(status=Plan.Status.AGREED):
        yield from _of_returns(plan, partnership, on=on)
        yield from _of_proposals(plan, partnership, on=on)
    yield from _of_challenges(partnership, on=on)
    yield from _of_tokens(partnership, on=on)


def _is_news(at, *, on):
    day = timezone.localdate(at)
    return day <= on < day + NEWS_FOR


def _notice(kind, about, record, at, title, *, due_on=None):
    """The Notice of ``record``; ``about``: the noun for it in the log and in the name of its page."""
    page = PAGES[about], record.pk
    return Notice(kind, f"{about} {record.pk}", at.isoformat(), 0, title, due_on, page)


# Returns: sent back, their period opened or frozen


def _of_returns(plan, partnership, *, on):
    returns = list(read_returns(plan)) + list(_lately_frozen(plan, on=on))
    people = people_who_answer(returns, partnership, on=on)
    for record in returns:
        notice = _of_return(record, on=on)
        if notice:
            for person in people[record.pk]:
                yield person, notice


def _lately_frozen(plan, *, on):
    """The returns of recently frozen periods."""
    periods = ReportingPeriod.objects.filter(plan=plan, frozen_at__isnull=False)
    lately = [p.pk for p in periods if _is_news(p.frozen_at, on=on)]
    returns = GroupReturn.objects.filter(period__in=lately)
    return returns.select_related("period", *GroupReturn.WHO)


def _of_return(record, *, on):
    """The Notice of a return: sent back, its period frozen, or its period opened; else None."""
    period = record.period
    kind, at = None, None
    if period.is_frozen:
        kind, at = ReminderKind.FROZEN, period.frozen_at
    elif record.is_questioned and timezone.localdate(record.questioned_at) <= on:
        kind, at = ReminderKind.QUESTIONED, record.questioned_at
    elif _is_news(period.opened_at, on=on) and not record.is_submitted:
        kind, at = ReminderKind.OPENED, period.opened_at
    if kind is None:
        return None
    due_on = None if kind == ReminderKind.FROZEN else record.due_on
    title = return_title(record)
    return _notice(kind, "return", record, at, title, due_on=due_on)


# Proposals: made, for those who decide; decided, for who made it


def _of_proposals(plan, partnership, *, on):
    lately = plan.proposal_set.select_related("action").exclude(
        decision=Proposal.Decision.WITHDRAWN
    )
    lately = [one for one in lately if _is_news(one.decided_at or one.at, on=on)]
    if not lately:
        return
    members = _members(partnership, on=on)
    deciding = roles_granted(Permission.DECIDE_PROPOSAL)
    deciders = [m.user for m in members if m.role in deciding]
    if plan.owner_id:
        owner = "group", plan.owner_id
        deciders += people_who_lead([owner], partnership, on=on)[owner]
    for proposal in lately:
        notice = _of_proposal(proposal)
        proposer = [m.user for m in members if m.user_id == proposal.by_id]
        said_by = proposal.by_id if proposal.is_waiting else proposal.decided_by_id
        for person in dict.fromkeys(deciders if proposal.is_waiting else proposer):
            if person.pk != said_by:
                yield person, notice


def _of_proposal(proposal):
    what = f"a different {proposal.get_about_display().lower()} for {proposal.action}"
    if proposal.is_waiting:
        title, at = f"{proposal.by_name} proposes {what}", proposal.at
    else:
        decision = proposal.get_decision_display().lower()
        title, at = f"Your proposal for {what}: {decision}", proposal.decided_at
    return _notice(ReminderKind.PROPOSED, "proposal", proposal, at, title)


# Challenges: the last response of each, for the asker and those asked


def _of_challenges(partnership, *, on):
    found = partnership.challenge_set.filter(said_at__date__gt=on - NEWS_FOR)
    found = found.with_names().prefetch_related("responses")
    lately = [one for one in found if _is_news(one.said_at, on=on)]
    if not lately:
        return
    asked = people_who_lead([one.who for one in lately], partnership, on=on)
    members = _members(partnership, on=on)
    reads = _readers(partnership, members)
    scrutineers = [m.user for m in members if m.role == Role.SCRUTINEER]
    for challenge in lately:
        *_, last = None, *challenge.responses.all()
        asker = [m.user for m in members if m.user_id == challenge.by_id]
        people = [*asked[challenge.who], *(asker or scrutineers)]
        for person in dict.fromkeys(people):
            if person.pk != (last or challenge).by_id and reads(person, challenge):
                yield person, _of_challenge(challenge, last)


def _of_challenge(challenge, last):
    """Names the subject and the speaker, never the text, which is read behind the link."""
    words = SAID[last.kind if last else None]
    who = words.format(by=(last or challenge).by_name, to=challenge.to)
    due_on = challenge.due_on if challenge.is_open else None
    title, at = f"{who}: {challenge}", challenge.said_at
    return _notice(ReminderKind.CHALLENGED, "challenge", challenge, at, title, due_on=due_on)


# Tokens of data feeds, for those who can renew them


def _of_tokens(partnership, *, on):
    tokens = FeedToken.objects.filter(partnership=partnership).in_force(on=on)
    expiring = list(tokens.filter(expires_on__lte=on + WARNED_BEFORE))
    if not expiring:
        return
    manages = roles_granted(Permission.MANAGE_PARTNERSHIP)
    managers = [m.user for m in _members(partnership, on=on) if m.role in manages]
    for token in expiring:
        title = f"Renew the data feed token “{token}”, or the program that uses it will stop"
        page, day = ("plans:feed_token_renew", token.pk), token.expires_on
        about = f"feed_token {token.pk}"
        for person in managers:
            yield person, Notice(ReminderKind.EXPIRING, about, day.isoformat(), 0, title, day, page)


def _members(partnership, *, on):
    """The Memberships of those who can sign in on the day; one person may have several, each with its role."""
    members = partnership.membership_set.running(on).filter(user__is_active=True)
    return list(members.select_related("user"))


def _readers(partnership, members):
    """A function that tells whether a person may open a challenge: ``ChallengeQuerySet.visible_to`` in memory."""
    roles = defaultdict(set)
    for member in members:
        roles[member.user_id].add(member.role)
    agreed = partnership.plan_set.exclude(status=Plan.Status.DRAFT).values_list("pk", flat=True)
    agreed = set(agreed)

    def reads(person, challenge):
        if challenge.home_kind == "report":
            return allows(roles[person.pk], Permission.VIEW_DRAFT_REPORT)
        if challenge.home_kind == "plan" and challenge.home_id not in agreed:
            return allows(roles[person.pk], Permission.VIEW_DRAFT_PLAN)
        return True

    return reads
