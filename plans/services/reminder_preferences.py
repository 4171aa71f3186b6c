"""Services of reminder preferences."""

from django.db import transaction

from plans.models import ReminderKind, ReminderOptOut

ALWAYS_SENT = {ReminderKind.OVERDUE, ReminderKind.EXPIRING}
CHOSEN = [kind for kind in ReminderKind if kind not in ALWAYS_SENT]


def wanted_reminders(person):
    """The optional kinds of reminder that the person gets."""
    unwanted = set(person.unwanted_reminders.values_list("kind", flat=True))
    return [kind for kind in CHOSEN if kind not in unwanted]


@transaction.atomic
def choose_reminders(person, *, wanted):
    """Set the optional kinds that the person gets to ``wanted``; those of ALWAYS_SENT stay."""
    for kind in CHOSEN:
        if kind in wanted:
            person.unwanted_reminders.filter(kind=kind).delete()
        else:
            ReminderOptOut.objects.get_or_create(person=person, kind=kind)
