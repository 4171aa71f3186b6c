"""Services of calendar feeds: the secret URL at which someone's calendar reads what is due for them."""

import re
import secrets

from django.db import transaction
from django.utils import timezone

from partnership.models import SecurityEvent
from partnership.security_log.record import record_event
from plans.models import CalendarFeed
from subgroups.services.invitation import token_digest

Kind = SecurityEvent.Kind


@transaction.atomic
def create_feed_token(person, *, at=None, request=None):
    """A new secret token for the person's calendar, shown only once; the previous token stops working."""
    token, at = secrets.token_urlsafe(32), at or timezone.now()
    _, is_first = CalendarFeed.objects.update_or_create(
        person=person, defaults={"digest": token_digest(token), "made_at": at}
    )
    kind = Kind.CALENDAR_MADE if is_first else Kind.CALENDAR_RENEWED
    record_event(kind, by=person, at=at, request=request)
    return token


@transaction.atomic
def revoke_feed_token(person, *, at=None, request=None):
    """Revoke the token; whether there was one."""
    number, _ = CalendarFeed.objects.filter(person=person).delete()
    if number:
        record_event(Kind.CALENDAR_ENDED, by=person, at=at, request=request)
    return bool(number)


def address_made_at(person):
    """When the present token was created; None if there is none."""
    return CalendarFeed.objects.filter(person=person).values_list("made_at", flat=True).first()


def person_at(token, *, on):
    """The owner of the token, if they are still a member and may sign in; else None."""
    if not is_well_formed_token(token):
        return None
    found = CalendarFeed.objects.filter(digest=token_digest(token)).select_related("person").first()
    if found is None or not found.person.is_active or not found.person.current_memberships(on):
        return None
    return found.person


def is_well_formed_token(token):
    """Whether a token has the format of ours; others are not looked up."""
    return re.fullmatch(r"[A-Za-z0-9_-]{43}", token) is not None
