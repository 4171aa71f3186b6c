"""Chasing: emails those with outstanding returns, one email a person whatever their number of returns."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as date_format

from partnership.models import User
from partnership.policies import refuse
from plans.leads.people import people_who_answer
from plans.models import Action, GroupReturn, ReportingPeriod
from plans.periods.board import ReturnProgress, read_board
from plans.policies import group_return
from plans.policies import period as period_policy
from plans.services.email import compose, failure_of
from plans.services.plan import plan_change

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chased:
    """The result of one request, by the names of the returns."""

    returns: tuple[str, ...]  # chased
    people: int  # number of people emailed
    unreachable: tuple[str, ...]  # no one can be emailed about them
    recently: tuple[str, ...]  # chased within the hour, and so not again
    failed: tuple[
        str, ...
    ] = ()  # no email about them could be sent; they may be chased again at once


@dataclass(frozen=True)
class Letter:
    """The part of an email about one return."""

    asked: ReturnProgress
    due_on: date
    missing: tuple[Action, ...]
    url: str


@dataclass(frozen=True)
class PreparedChase:
    """What a chase would send now."""

    due: tuple[ReturnProgress, ...]  # outstanding, and not chased within the hour
    recently: tuple[ReturnProgress, ...]  # chased within the hour, and so not again
    people: dict  # id of each return that is due → the Users who can answer for it
    messages: dict  # User → the email to them

    @property
    def reachable(self):
        return tuple(one for one in self.due if self.people[one.record.pk])

    @property
    def unreachable(self):
        return tuple(one for one in self.due if not self.people[one.record.pk])


def prepare_chase(period, returns, *, by, address, line="", at=None):
    """What ``chase_returns`` would send at the moment; ValidationError if it would refuse."""
    at = at or timezone.now()
    on = timezone.localdate(at)
    refuse(period_policy.reason_not_to_chase(period))
    outstanding = _outstanding(period, returns)
    reasons = {
        one: group_return.reason_not_to_chase_return(one.record, at=at) for one in outstanding
    }
    due = [one for one in outstanding if not reasons[one]]
    if not due:
        refuse(reasons[outstanding[0]])
    recently = [one for one in outstanding if reasons[one]]
    people = people_who_answer([one.record for one in due], period.plan.partnership, on=on)
    letters = _letters(period, due, address)
    posted = defaultdict(list)
    for one in due:
        for person in people[one.record.pk]:
            posted[person].append(letters[one.record.pk])
    messages = {
        who: _message(period, who, about, by=by, line=line, on=on) for who, about in posted.items()
    }
    return PreparedChase(tuple(due), tuple(recently), people, messages)


def chase_returns(period, returns, *, by, address, line="", at=None):
    """Remind everyone who can answer for ``returns`` (GroupReturns of the period) that are outstanding.

    ``address(record)`` returns the absolute URL of a return's page, ``line`` is the sender's own. A return
    chased within the hour is left out; ValidationError if none is left to chase.
    """
    with plan_change(period, by=by, at=at) as change:
        period = _open(period)
        chase = prepare_chase(period, returns, by=by, address=address, line=line, at=change.at)
        for one in chase.reachable:
            _mark(one.record, at=change.at)
        refused = _post(period, chase.messages)
    failed = [one for one in chase.reachable if refused.issuperset(chase.people[one.record.pk])]
    if failed:
        with plan_change(period, by=by):
            for one in failed:
                _mark(one.record, at=one.record.chased_at)
    return Chased(
        returns=tuple(one.record.name for one in chase.reachable if one not in failed),
        people=len(chase.messages) - len(refused),
        failed=tuple(one.record.name for one in failed),
        unreachable=tuple(one.record.name for one in chase.unreachable),
        recently=tuple(one.record.name for one in chase.recently),
    )


def _open(period):
    """The period, locked: of two simultaneous requests the second sees what the first did."""
    whole = ReportingPeriod.objects.select_related("plan__partnership")
    return whole.locked(period)


def _outstanding(period, returns):
    wanted = {record.pk for record in returns}
    outstanding = [one for one in read_board(period).outstanding if one.record.pk in wanted]
    if not outstanding:
        raise ValidationError("There is nothing to chase. Every return has been submitted.")
    return outstanding


def _mark(record, *, at):
    current = GroupReturn.objects.locked(record)
    current.chased_at = at
    current.save(update_fields={"chased_at"})


def _letters(period, due, address):
    """Id of each return → its Letter."""
    wanted = {pk for one in due for pk in one.actions_without_update}
    actions = period.plan.action_set.in_bulk(wanted)
    return {
        one.record.pk: Letter(
            asked=one,
            due_on=one.record.due_on,
            missing=tuple(actions[pk] for pk in one.actions_without_update),
            url=address(one.record),
        )
        for one in due
    }


def _post(period, messages: dict[User, EmailMultiAlternatives]):
    """Send all emails once everything is committed. The set that is returned then has those whom it was not sent to."""
    refused = set()

    def deliver():
        try:
            connection = get_connection()
            connection.open()
        except OSError as error:
            logger.error("Chasing for period %s was not emailed: %s", period.pk, failure_of(error))
            refused.update(messages)
            return
        for who, message in messages.items():
            message.connection = connection
            try:
                message.send()
            except OSError as error:  # the mail server's message may quote the address
                refused.add(who)
                logger.error(
                    "Chasing for period %s was not emailed to person %s: %s",
                    period.pk, who.pk, failure_of(error),
                )  # fmt: skip
        connection.close()

    transaction.on_commit(deliver)
    return refused


def _message(period, who, letters, *, by, line, on):
    day = min(letter.due_on for letter in letters)
    due = f"was due on {_date(day)}" if day < on else f"by {_date(day)}"
    context = {
        "period": period, "plan": period.plan, "partnership": period.plan.partnership,
        "by": by, "line": line, "letters": letters, "today": on,
    }  # fmt: skip
    subject = f"{period.name}: update your actions, {due}"
    return compose(who, subject, "plans/email/chase", context)


def _date(day):
    return date_format(day, "j F Y")
