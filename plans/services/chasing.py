"""Chasing: whoever has still to report is reminded, one e-mail a person however many returns are theirs."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as date_format

from partnership.history import recording
from partnership.models import User
from plans.models import Action, GroupReturn, ReportingPeriod
from plans.reporting import Asked, read_board
from plans.services.plan import refuse_if_closed
from subgroups.models import Seat

logger = logging.getLogger(__name__)

NOT_AGAIN_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Chased:
    """What one press did, by the names of the returns."""

    returns: tuple[str, ...]  # chased
    people: int  # e-mailed
    unreachable: tuple[str, ...]  # nobody can be e-mailed about them
    recently: tuple[str, ...]  # chased within the hour, and so not again


@dataclass(frozen=True)
class Letter:
    """What one return's part of an e-mail says."""

    asked: Asked
    due_on: date
    missing: tuple[Action, ...]
    url: str


def chase_returns(period, returns, *, by, at, address):
    """Remind everybody who can answer for ``returns`` (GroupReturns of the period) that are outstanding.

    ``address(record)`` is the whole address of a return's page. A return chased within the hour is left out;
    ValidationError where none is left to chase.
    """
    with recording(by=by, at=at) as change:
        period = _open(period)
        outstanding = _outstanding(period, returns)
        recently = [one for one in outstanding if _was_chased(one.record, at=change.at)]
        if len(recently) == len(outstanding):
            raise ValidationError("Chased less than an hour ago already: nothing was sent.")
        due = [one for one in outstanding if one not in recently]
        on = timezone.localdate(change.at)
        people = people_who_answer([one.record for one in due], period.plan.partnership, on=on)
        letters = _letters(period, due, address)
        for one in due:
            if people[one.record.pk]:
                _mark(one.record, at=change.at)
        posted = defaultdict(list)
        for one in due:
            for person in people[one.record.pk]:
                posted[person].append(letters[one.record.pk])
        _post(period, posted, by=by, on=on)
    return Chased(
        returns=tuple(one.record.name for one in due if people[one.record.pk]),
        people=len(posted),
        unreachable=tuple(one.record.name for one in due if not people[one.record.pk]),
        recently=tuple(one.record.name for one in recently),
    )


def people_who_answer(returns, partnership, *, on):
    """Id of each return → the Users who can answer for it on the day: two queries.

    Those who chair the group, hold the post or are sent by the agency; members alone, for nobody else could
    open the page.
    """
    members = partnership.membership_set.running(on).filter(user__is_active=True)
    members = list(members.select_related("user").order_by("user__name", "user"))
    users = {member.user_id: member.user for member in members}
    chairing = defaultdict(list)
    seats = Seat.objects.running(on).filter(
        group__in=[record.group_id for record in returns if record.group_id],
        role__in=Seat.CHAIRING,
        holder__in=users,
    )
    for group, holder in seats.values_list("group", "holder"):
        chairing[group].append(holder)
    found = {}
    for record in returns:
        if record.group_id:
            ids = chairing[record.group_id]
        elif record.post_id:
            ids = [record.post.holder_id]
        else:
            ids = [member.user_id for member in members if member.agency_id == record.agency_id]
        found[record.pk] = [users[pk] for pk in dict.fromkeys(ids) if pk in users]
    return found


def _open(period):
    """The period locked, so that of two presses in one moment the second finds what the first did."""
    refuse_if_closed(period.plan)
    whole = ReportingPeriod.objects.select_related("plan__partnership")
    current = whole.locked(period)
    if current.is_frozen:
        raise ValidationError("This period is frozen: nobody is chased any more.")
    return current


def _outstanding(period, returns):
    wanted = {record.pk for record in returns}
    outstanding = [one for one in read_board(period).outstanding if one.record.pk in wanted]
    if not outstanding:
        raise ValidationError("There is nothing to chase: what was asked for is submitted.")
    return outstanding


def _was_chased(record, *, at):
    return record.chased_at is not None and at - record.chased_at < NOT_AGAIN_WITHIN


def _mark(record, *, at):
    current = GroupReturn.objects.locked(record)
    current.chased_at = at
    current.save(update_fields={"chased_at"})


def _letters(period, due, address):
    """Id of each return → its Letter. A group submits by the chairs' day, a post or an agency by the leads'."""
    wanted = {pk for one in due for pk in one.left}
    actions = period.plan.action_set.in_bulk(wanted)
    return {
        one.record.pk: Letter(
            asked=one,
            due_on=period.chairs_by if one.record.group_id else period.leads_by,
            missing=tuple(actions[pk] for pk in one.left),
            url=address(one.record),
        )
        for one in due
    }


def _post(period, posted: dict[User, list[Letter]], *, by, on):
    """Write everybody's e-mail now, and send them all once everything is saved."""
    messages = [_message(period, who, letters, by=by, on=on) for who, letters in posted.items()]

    def deliver():
        try:
            connection = get_connection()
            connection.open()
        except OSError as error:
            logger.error("Chasing for period %s was not mailed: %s", period.pk, _kind(error))
            return
        for who, message in zip(posted, messages, strict=True):
            message.connection = connection
            try:
                message.send()
            except OSError as error:  # what the mail server says may quote the address
                logger.error(
                    "Chasing for period %s was not mailed to person %s: %s",
                    period.pk, who.pk, _kind(error),
                )  # fmt: skip
        connection.close()

    transaction.on_commit(deliver)


def _kind(error):
    return type(error).__name__


def _message(period, who, letters, *, by, on):
    day = min(letter.due_on for letter in letters)
    due = f"was due on {_date(day)}" if day < on else f"by {_date(day)}"
    # A header is one line, whatever the period is called.
    subject = " ".join(f"{period.name}: how your actions are going, {due}".split())
    context = {
        "period": period, "plan": period.plan, "partnership": period.plan.partnership,
        "who": who, "by": by, "letters": letters, "today": on, "subject": subject,
    }  # fmt: skip
    body = render_to_string("plans/email/chase.txt", context)
    message = EmailMultiAlternatives(subject, body, to=[who.email])
    message.attach_alternative(render_to_string("plans/email/chase.html", context), "text/html")
    return message


def _date(day):
    return date_format(day, "j F Y")
