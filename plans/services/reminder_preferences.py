"""Which reminders somebody wants."""

from django.db import transaction

from plans.models import ReminderKind, ReminderOptOut

CHOSEN = [kind for kind in ReminderKind if kind != ReminderKind.OVERDUE]


def wanted_reminders(person):
    """Those of the kinds to choose from that the person gets."""
    unwanted = set(person.unwanted_reminders.values_list("kind", flat=True))
    return [kind for kind in CHOSEN if kind not in unwanted]


@transaction.atomic
def choose_reminders(person, *, wanted):
    """Let the person get the kinds ``wanted`` of those to choose from; what is overdue they get anyway."""
    for kind in CHOSEN:
        if kind in wanted:
            person.unwanted_reminders.filter(kind=kind).delete()
        else:
            ReminderOptOut.objects.get_or_create(person=person, kind=kind)
