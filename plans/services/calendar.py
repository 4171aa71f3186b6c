"""The secret address at which somebody's calendar reads what is due for them."""

import secrets

from django.utils import timezone

from plans.models import CalendarFeed
from subgroups.services.invitation import digest_of


def give_address(person, *, at=None):
    """A new secret for the person's calendar, shown this once; the address they had before is dead."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        person=person, defaults={"digest": digest_of(token), "made_at": at or timezone.now()}
    )
    return token


def take_address_away(person):
    CalendarFeed.objects.filter(person=person).delete()


def address_made_at(person):
    """When the address that works now was made; None where there is none."""
    return CalendarFeed.objects.filter(person=person).values_list("made_at", flat=True).first()


def person_at(token, *, on):
    """Whose calendar has this address, while they belong somewhere and may sign in; else None."""
    found = CalendarFeed.objects.filter(digest=digest_of(token)).select_related("person").first()
    if found is None or not found.person.is_active or not found.person.standing(on):
        return None
    return found.person
