"""Writes what happens to memberships to the security log, for the People pages and the admin alike."""

from django.utils.formats import date_format

from partnership.models import SecurityEvent
from partnership.security_log.record import record_event

Kind = SecurityEvent.Kind


def tell_of_role(membership, *, by, was=None, at=None, request=None):
    """Log a new role: in place of ``was``, the membership before, or for a new member."""
    about = named(membership)
    if was is not None and was.role != membership.role:
        about = f"{named(was)}, now {membership.get_role_display().lower()}"
    _tell(Kind.ROLE_CHANGED, membership, about, by=by, at=at, request=request)


def tell_of_end(membership, *, by, at=None, request=None):
    """Log the end of a membership, now or after its last day."""
    about = named(membership)
    if membership.ended_at is None and membership.until is not None:
        about += f", last day {date_format(membership.until, 'j F Y')}"
    _tell(Kind.MEMBERSHIP_ENDED, membership, about, by=by, at=at, request=request)


def named(membership):
    return f"{membership.user}, {membership.get_role_display().lower()}"


def _tell(kind, membership, about, **told):
    record_event(kind, partnership=membership.partnership, about=about, **told)
