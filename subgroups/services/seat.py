"""Seats on groups: giving, changing and ending them, with the roles they give in the security log."""

from django.utils import timezone
from django.utils.formats import date_format

from partnership.history import recording, revise
from partnership.models import SecurityEvent
from partnership.policies import refuse
from partnership.policies.agency import reason_not_to_name_agency
from partnership.security_log.record import record_event
from subgroups.models import Seat
from subgroups.policies.seat import reason_not_to_change_seat, reason_not_to_seat


def add_seat(group, *, by, holder=None, agency=None, reason="", at=None, request=None, **values):
    """Add a seat on a group, for a member of its partnership or for a title without a person."""
    with recording(group, by=by, reason=reason, at=at) as change:
        _refuse(group, holder, agency, on=timezone.localdate(change.at))
        seat = give_seat(group, by=by, holder=holder, agency=agency, **values)
        tell_of_seat(seat, "now", by=by, at=change.at, request=request)
        return seat


def give_seat(group, *, by, at=None, **values):
    """Add a seat on a group, for a person (``holder``) or for a title without a person."""
    with recording(group, by=by, at=at):
        seat = Seat(group=group, **values)
        seat.full_clean()
        seat.save()
        return seat


def change_seat(seat, *, by, holder, agency, seen=None, reason="", at=None, request=None, **values):
    """Change a seat that has not ended."""
    with recording(seat, by=by, reason=reason, at=at) as change:
        on = timezone.localdate(change.at)
        before = Seat.objects.locked(seat)
        refuse(reason_not_to_change_seat(before, on=on))
        _refuse(before.group, holder, agency, on=on, seat=before)
        after = revise(before, by=by, seen=seen, holder=holder, agency=agency, **values)
        if (before.holder_id, before.role) != (after.holder_id, after.role):
            tell_of_seat(before, "no longer", by=by, at=change.at, request=request)
            tell_of_seat(after, "now", by=by, at=change.at, request=request)
        return after


def end_seat(seat, *, by, last_day=None, reason="", at=None, request=None):
    """End a seat, and with it the role it gives: now, or after ``last_day`` if it has begun by then."""
    with recording(seat, by=by, reason=reason, at=at) as change:
        current = Seat.objects.locked(seat)
        refuse(reason_not_to_change_seat(current, on=timezone.localdate(change.at)))
        begins_later = last_day and current.since and current.since > last_day
        if last_day is None or begins_later:
            ended, words = revise(current, by=by, ended_at=change.at), "no longer"
        else:
            ended = revise(current, by=by, until=last_day)
            words = f"until {date_format(last_day, 'j F Y')}"
        tell_of_seat(ended, words, by=by, at=change.at, request=request)
        return ended


def tell_of_seat(seat, words, *, by, at, request):
    """Log that a person gains or loses the role of a seat; a seat without a holder gives none."""
    if seat.holder is None:
        return
    about = f"{seat.holder}, {words} {seat.get_role_display().lower()} of {seat.group}"
    told = {"partnership": seat.partnership, "at": at, "request": request}
    record_event(SecurityEvent.Kind.ROLE_CHANGED, by=by, about=about, **told)


def _refuse(group, holder, agency, *, on, seat=None):
    refuse(reason_not_to_name_agency(agency, group.partnership_id), field="agency")
    if holder is not None and (seat is None or holder.pk != seat.holder_id):
        refuse(reason_not_to_seat(group, holder, on=on, seat=seat), field="holder")
