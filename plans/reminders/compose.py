"""What each person of a partnership is to be reminded of on a day, without what they were reminded of before."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from partnership.models import User
from plans.models import ReminderKind, ReminderOptOut, ReminderSent
from plans.reminders.due_items import DueItem, read_due_items_by_person
from plans.reminders.notices import NEWS, Notice, read_news

OVERDUE_AGAIN = 28  # days after which an overdue item is reminded of again


@dataclass(frozen=True)
class Reminder:
    """Everything in one person's email. The ``covered`` items are included in one of the notices."""

    person: User
    notices: tuple[Notice, ...]  # the most urgent first
    covered: tuple[Notice, ...]

    @property
    def sections(self):
        """(kind, its notices), the most urgent first."""
        sections = [(kind, [n for n in self.notices if n.kind == kind]) for kind in ReminderKind]
        return [(kind, notices) for kind, notices in sections if notices]

    @property
    def counts(self):
        """ReminderKind → how many notices."""
        return Counter(notice.kind for notice in self.notices)


def read_reminders(partnership, *, on, at=None):
    """The Reminders of a partnership's people on the day ``on``, without those sent before (``at``: now)."""
    found = {}
    for person, notice in read_news(partnership, on=on):
        found.setdefault(person, []).append(notice)
    for person, dues in read_due_items_by_person(partnership, on=on).items():
        notices = (_due(due, partnership.reminder_offsets, on=on) for due in dues)
        found.setdefault(person, []).extend(notice for notice in notices if notice)
    sent = ReminderSent.objects.in_force(at or timezone.now())
    sent = sent.filter(partnership=partnership, person__in=found).keys()
    unwanted = ReminderOptOut.objects.filter(person__in=found)
    unwanted = set(unwanted.values_list("person", "kind"))
    for person, notices in sorted(found.items(), key=lambda pair: (pair[0].name, pair[0].pk)):
        fresh = [
            notice
            for notice in dict.fromkeys(notices)
            if (person.pk, *notice.key) not in sent and (person.pk, notice.kind) not in unwanted
        ]
        if fresh:
            yield _reminder(person, fresh)


def _reminder(person, notices):
    """A notice of a return or a challenge includes its due date: the same item is not listed again as due."""
    news = {n.about for n in notices if n.kind in NEWS}
    covered = [n for n in notices if n.about in news and n.kind not in NEWS]
    order = list(ReminderKind)
    rest = [notice for notice in notices if notice not in covered]
    rest.sort(key=lambda n: (order.index(n.kind), n.due_on or date.max, n.title))
    return Reminder(person, tuple(rest), tuple(covered))


def _due(due: DueItem, offsets, *, on):
    """The Notice of a due item by how near the day is; None while it is far away.

    A stage whose day was missed, because no run took place, is sent by the next run.
    """
    days = (due.due_on - on).days
    kind, step = _stage(days, offsets)
    if kind is None:
        return None
    return Notice(
        kind=kind,
        about=f"{due.kind} {due.pk}",
        moment=due.due_on.isoformat(),
        step=step,
        title=due.title,
        due_on=due.due_on,
        page=due.page,
    )


def _stage(days, offsets):
    """(kind, step) of a reminder ``days`` before the due date, negative after it; (None, 0) for none."""
    if days < 0:
        return ReminderKind.OVERDUE, (-days - 1) // OVERDUE_AGAIN
    if days == 0:
        return ReminderKind.DUE_TODAY, 0
    step = next((offset for offset in offsets if days <= offset), 0)
    return (ReminderKind.DUE_SOON, step) if step else (None, 0)
