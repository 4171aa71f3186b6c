"""What each person of a partnership is to be told on a day, and has not been told yet."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from partnership.models import User
from plans.answering import people_who_answer
from plans.dues import Due, read_dues_by_person, read_returns, return_title
from plans.models import (
    GroupReturn,
    Plan,
    ReminderKind,
    ReminderSent,
    ReportingPeriod,
    UnwantedReminder,
)

NEWS = {ReminderKind.OPENED, ReminderKind.QUESTIONED, ReminderKind.FROZEN}
NEWS_FOR = timedelta(days=7)  # what was opened or frozen longer ago is no news
OVERDUE_AGAIN = 28  # days after which what is still overdue is told again


@dataclass(frozen=True)
class Notice:
    """One thing to tell one person. ``kind`` to ``step`` are what the log knows it by."""

    kind: ReminderKind
    about: str
    moment: str
    step: int
    title: str
    due_on: date | None
    page: tuple[str, int]  # name and id of the page to open

    @property
    def key(self):
        return self.kind.value, self.about, self.moment, self.step


@dataclass(frozen=True)
class Reminder:
    """Everything that one person is told in one e-mail. ``covered`` is told by one of the notices."""

    person: User
    notices: tuple[Notice, ...]  # the most pressing first
    covered: tuple[Notice, ...]

    @property
    def sections(self):
        """(kind, its notices), the most pressing first."""
        told = [(kind, [n for n in self.notices if n.kind == kind]) for kind in ReminderKind]
        return [(kind, notices) for kind, notices in told if notices]

    @property
    def counts(self):
        """ReminderKind → how many notices."""
        return Counter(notice.kind for notice in self.notices)


def read_reminders(partnership, *, on, at=None):
    """The Reminders of a partnership's people on the day ``on``, without what they were told before (``at``: now)."""
    found = {}
    for person, notices in _news(partnership, on=on):
        found.setdefault(person, []).extend(notices)
    for person, dues in read_dues_by_person(partnership, on=on).items():
        notices = (_due(due, partnership.reminder_offsets, on=on) for due in dues)
        found.setdefault(person, []).extend(notice for notice in notices if notice)
    told = ReminderSent.objects.standing(at or timezone.now())
    told = told.filter(partnership=partnership, person__in=found).keys()
    unwanted = UnwantedReminder.objects.filter(person__in=found)
    unwanted = set(unwanted.values_list("person", "kind"))
    for person, notices in sorted(found.items(), key=lambda pair: (pair[0].name, pair[0].pk)):
        fresh = [
            notice
            for notice in dict.fromkeys(notices)
            if (person.pk, *notice.key) not in told and (person.pk, notice.kind) not in unwanted
        ]
        if fresh:
            yield _reminder(person, fresh)


def _reminder(person, notices):
    """News of a return says by when it is due: it is not listed a second time for that."""
    news = {n.about for n in notices if n.kind in NEWS}
    covered = [n for n in notices if n.about in news and n.kind not in NEWS]
    order = list(ReminderKind)
    rest = [notice for notice in notices if notice not in covered]
    rest.sort(key=lambda n: (order.index(n.kind), n.due_on or date.max, n.title))
    return Reminder(person, tuple(rest), tuple(covered))


def _due(due: Due, offsets, *, on):
    """The Notice of something due, as near as the day is; None while it is far away.

    A stage that nobody was told of on its day, since no run came, is told at the next run.
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
    """(kind, step) of a reminder ``days`` before something is due, negative after; (None, 0) for none."""
    if days < 0:
        return ReminderKind.OVERDUE, (-days - 1) // OVERDUE_AGAIN
    if days == 0:
        return ReminderKind.DUE_TODAY, 0
    step = next((offset for offset in offsets if days <= offset), 0)
    return (ReminderKind.DUE_SOON, step) if step else (None, 0)


def _news(partnership, *, on):
    """(person, Notices) of what was opened, sent back or frozen."""
    for plan in partnership.plan_set.filter(status=Plan.Status.AGREED):
        returns = list(read_returns(plan)) + list(_lately_frozen(plan, on=on))
        people = people_who_answer(returns, partnership, on=on)
        for record in returns:
            notice = _news_of(record, on=on)
            if notice:
                for person in people[record.pk]:
                    yield person, [notice]


def _lately_frozen(plan, *, on):
    """The returns of periods frozen in these days."""
    periods = ReportingPeriod.objects.filter(plan=plan, frozen_at__isnull=False)
    lately = [p.pk for p in periods if _is_news(p.frozen_at, on=on)]
    returns = GroupReturn.objects.filter(period__in=lately)
    return returns.select_related("period", "group", "post", "agency")


def _news_of(record, *, on):
    """The Notice of a return: sent back, its period frozen, or its period opened; else None."""
    period = record.period
    kind, at = None, None
    if period.is_frozen:
        kind, at = ReminderKind.FROZEN, period.frozen_at
    elif record.is_questioned and timezone.localdate(record.questioned_at) <= on:
        kind, at = ReminderKind.QUESTIONED, record.questioned_at
    elif _is_news(period.opened_at, on=on) and not record.is_submitted:
        kind, at = ReminderKind.OPENED, period.opened_at
    if kind is None:
        return None
    return Notice(
        kind=kind,
        about=f"return {record.pk}",
        moment=at.isoformat(),
        step=0,
        title=return_title(record),
        due_on=None if kind == ReminderKind.FROZEN else record.due_on,
        page=("plans:group_return", record.pk),
    )


def _is_news(at, *, on):
    day = timezone.localdate(at)
    return day <= on < day + NEWS_FOR
