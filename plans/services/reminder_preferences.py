"""Services of reminder preferences."""

from django.db import transaction

from plans.models import ReminderKind, ReminderOptOut

CHOSEN = [kind for kind in ReminderKind if kind != ReminderKind.OVERDUE]


def wanted_reminders(person):
    """The optional kinds of reminder that the person gets."""
    unwanted = set(person.unwanted_reminders.values_list("kind", flat=True))
    return [kind for kind in CHOSEN if kind not in unwanted]


@transaction.atomic
def choose_reminders(person, *, wanted):
    """Set the optional kinds that the person gets to ``wanted``; reminders of overdue items are always sent."""
    for kind in CHOSEN:
        if kind in wanted:
            person.unwanted_reminders.filter(kind=kind).delete()
        else:
            ReminderOptOut.objects.get_or_create(person=person, kind=kind)
