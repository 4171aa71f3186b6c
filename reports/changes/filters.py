"""The filter of changes: by whom, when, on which topic and to which action. Kept in the URL."""

from datetime import timedelta

import django_filters
from django.db.models import Exists, OuterRef

from partnership.days import start_of
from partnership.forms.base import DayMonthYearField
from partnership.forms.filters import FilterForm, FilterSet, RecordFilter
from partnership.history import Change
from partnership.models import Membership
from plans.models import Action
from plans.models.timescale import date_words
from reports.changes.arrange import ACTION, ARRANGEMENTS, DAY, FREEZE
from reports.changes.choices import AGENCIES, FROZEN, GROUPS, PEOPLE, PRIORITIES
from reports.changes.feed import changes_of
from reports.changes.quiet import find_marks
from reports.changes.quiet_rules import RULES
from reports.changes.read import tracked
from reports.changes.search import (
    CHANGES,
    FEWEST_LETTERS,
    of_group,
    of_kind,
    of_priority,
    of_topic,
    saying,
)
from reports.changes.topics import BY_KEY, TOPICS

ANY_RULE = "any"
QUIET = [(ANY_RULE, "Quiet changes only"), ("By rule", [(r.key, r.label) for r in RULES])]


class DayFilter(django_filters.Filter):
    field_class = DayMonthYearField


class ChangeFilter(FilterSet):
    """Every value comes from a URL, so it may be anything; invalid values are refused with a sentence."""

    by = django_filters.ChoiceFilter(
        choices=[(key, ARRANGEMENTS[key]) for key in (ACTION, FREEZE)],
        method="leave",
        label="Arrange by",
        empty_label=ARRANGEMENTS[DAY],
    )
    words = django_filters.CharFilter(
        method="leave",
        label="Search",
        min_length=FEWEST_LETTERS,
        max_length=100,
        help_text="Searches the old and new text of every record, and the reasons given",
    )
    person = RecordFilter(
        choices=PEOPLE,
        field_name="by",
        label="Who",
        empty_label="Anyone",
    )
    agency = RecordFilter(
        choices=AGENCIES,
        method="by_agency",
        label="Agency they represent",
        empty_label="Any agency",
    )
    about = django_filters.ChoiceFilter(
        choices=[(topic.key, topic.label) for topic in TOPICS],
        method="leave",
        label="What changed",
        empty_label="Anything",
    )
    did = django_filters.ChoiceFilter(
        choices=list(CHANGES.items()),
        method="leave",
        label="Kind of change",
        empty_label="Any change",
    )
    record = django_filters.CharFilter(
        method="leave", label="Number", help_text="The number of an action, such as 1.3"
    )
    priority = RecordFilter(
        choices=PRIORITIES,
        method="leave",
        label="Priority",
        empty_label="Any priority",
    )
    group = RecordFilter(
        choices=GROUPS,
        method="leave",
        label="Group and the actions it leads",
        empty_label="Any group",
    )
    quiet = django_filters.ChoiceFilter(
        choices=QUIET, method="leave", label="Quiet changes", empty_label="All changes"
    )
    since = DayFilter(method="from_day", label="From")
    until = DayFilter(method="to_day", label="To")
    after = RecordFilter(
        choices=FROZEN,
        method="from_freeze",
        label="After the freeze of",
        empty_label="Any time",
    )
    freeze = RecordFilter(
        choices=FROZEN,
        method="to_freeze",
        label="Up to the freeze of",
        empty_label="Any time",
    )

    class Meta:
        model = Change
        fields = ()
        form = FilterForm

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader

    def filter_queryset(self, queryset):
        changes = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        topic, pks = BY_KEY.get(asked.get("about")), None
        if record := asked.get("record"):
            pks = self._actions(record)
            changes = changes.filter(pk__in=changes_of(self.reader, Action, pks).values("pk"))
        if did := asked.get("did"):
            changes = of_kind(self.reader, changes, did, topic, actions=pks)
        elif topic is not None:
            changes = of_topic(self.reader, changes, topic, actions=pks)
        return self._narrowed(changes, asked)

    def _narrowed(self, changes, asked):
        """Apply the conditions on history: each finds ids of changes, and all of them must match."""
        for name, find in (("priority", of_priority), ("group", of_group)):
            if asked.get(name):
                changes = changes.filter(
                    pk__in=find(self.reader, asked[name]).order_by().values("pk")
                )
        if words := asked.get("words"):
            changes = changes.filter(pk__in=saying(self.reader, words))
        return self._quiet(changes, asked["quiet"]) if asked.get("quiet") else changes

    def by_agency(self, changes, name, agency):
        sent = Membership.objects.filter(agency=agency, user=OuterRef("by"))
        return changes.filter(Exists(sent))

    def from_freeze(self, changes, name, period):
        return changes.filter(at__gt=period.frozen_at)

    def to_freeze(self, changes, name, period):
        return changes.filter(at__lte=period.frozen_at)

    def from_day(self, changes, name, day):
        return changes.filter(at__gte=start_of(day))

    def to_day(self, changes, name, day):
        return changes.filter(at__lt=start_of(day + timedelta(days=1)))

    def _quiet(self, changes, rule):
        marks = find_marks(changes.order_by().values("pk"), plans=self.reader.plans_searched())
        found = {mark.change_id for mark in marks if rule in (ANY_RULE, mark.rule.key)}
        return changes.filter(pk__in=found)

    def leave(self, changes, name, value):
        """Do nothing: conditions that belong together are applied together, in ``filter_queryset``."""
        return changes

    def _actions(self, reference):
        """Ids of the partnership's actions that have, or had, this reference."""
        rows = tracked()[Action].objects.filter(
            plan_id__in=self.reader.partnership.plan_set.values("pk"), reference__iexact=reference
        )
        return list(rows.order_by().values_list("id", flat=True).distinct())

    @property
    def arrangement(self):
        """The arrangement of the results: a key of ARRANGEMENTS."""
        self.form.is_valid()
        return self.form.cleaned_data.get("by") or DAY

    def active(self):
        """The active filters as (parameters, label and chosen words), to show as removable tags."""
        if not self.form.is_bound:
            return []
        self.form.is_valid()
        return [
            (
                self._address_parts(name),
                f"{self.form.fields[name].label}: {self._words(name, value)}",
            )
            for name, value in self.form.cleaned_data.items()
            if value and name != "by"
        ]

    def _address_parts(self, name):
        parts = getattr(self.form.fields[name], "part_names", None)
        return [f"{name}_{part}" for part in parts] if parts else [name]

    def _words(self, name, value):
        if name in ("since", "until"):
            return date_words(value)
        if name == "about":
            return BY_KEY[value].label
        if name == "did":
            return CHANGES[value]
        if name == "quiet":
            return next((r.label for r in RULES if r.key == value), "Quiet changes only")
        return str(value)
