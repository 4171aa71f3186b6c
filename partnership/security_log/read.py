"""The security log as a business manager reads it: their partnership's events and their members' sign-ins."""

from datetime import timedelta

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from partnership.days import start_of
from partnership.forms.base import DayMonthYearField
from partnership.forms.filters import FilterForm, FilterSet
from partnership.models import Membership, SecurityEvent, User

PAGE = 50  # events


class DayFilter(django_filters.Filter):
    field_class = DayMonthYearField


class LogFilter(FilterSet):
    """Every value comes from a URL, so it may be anything; invalid values are refused with an error."""

    kind = django_filters.ChoiceFilter(
        choices=SecurityEvent.Kind.choices, label="Event", empty_label="Any event"
    )
    person = django_filters.ModelChoiceFilter(
        queryset=User.objects.none(), field_name="by", label="Who", empty_label="Anyone"
    )
    since = DayFilter(method="from_day", label="From")
    until = DayFilter(method="to_day", label="To")

    class Meta:
        model = SecurityEvent
        fields = ()
        form = FilterForm

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["person"].queryset = people
        self.filters["person"].extra["queryset"] = people

    def from_day(self, events, name, day):
        return events.filter(at__gte=start_of(day))

    def to_day(self, events, name, day):
        return events.filter(at__lt=start_of(day + timedelta(days=1)))


def people_of(partnership):
    """People who belong to the partnership, or did."""
    return User.objects.filter(memberships__partnership=partnership).distinct()


def events_of(partnership):
    """The partnership's own events, and those of people while they were members."""
    day = OuterRef("day")
    member_then = Membership.objects.filter(
        Q(until=None) | Q(until__gte=day),
        Q(ended_at=None) | Q(ended_at__gte=OuterRef("at")),
        partnership=partnership,
        user=OuterRef("by"),
        since__lte=day,
    )
    ids = partnership.membership_set.order_by().values("user")
    of_people = Q(partnership=None, by__in=ids) & Exists(member_then)
    events = SecurityEvent.objects.annotate(day=TruncDate("at"))
    events = events.filter(Q(partnership=partnership) | of_people)
    return events.order_by("-pk")  # the order of writing: rows are added, never changed


def log_of(partnership, asked):
    """A page of the log as template context, filtered by ``asked`` (a QueryDict). Runs no COUNT."""
    filters = LogFilter(asked, queryset=events_of(partnership), people=people_of(partnership))
    events = filters.qs if filters.form.is_valid() else filters.queryset
    before = asked.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) <= 18:
        events = events.filter(pk__lt=int(before))
    rows = list(events[: PAGE + 1])
    return {
        "form": filters.form,
        "days": _by_day(rows[:PAGE]),
        "older": str(rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "is_first": not before,
        "is_filtered": any(asked.get(name) for name in asked if name != "before"),
    }


def _by_day(rows):
    days = {}
    for event in rows:
        days.setdefault(timezone.localdate(event.at), []).append(event)
    return days
