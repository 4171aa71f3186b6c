"""The filter of a plan's actions: by who, what, how it is going and what is missing. Kept in the URL."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q

from partnership.forms.filters import FilterForm, FilterSet
from partnership.models.rating import KEY_LENGTH
from partnership.rating_kinds import BEHIND, CLOSED, RatingKind
from plans.gaps import BY_KEY, find_gap, gap_choices
from plans.leads.rules import led_by
from plans.models import Action, ProgressUpdate
from plans.timescales.rules import DUE_ON

SOON = timedelta(days=60)


class ActionFilter(FilterSet):
    """Every value comes from a URL, so it may be anything; invalid values match nothing."""

    TIMESCALES = (
        ("overdue", BY_KEY["overdue"].label),
        ("due_soon", "Due in the next 60 days"),
        ("no_date", "No date"),
        ("not_understood", BY_KEY["not_understood"].label),
        ("to_check", BY_KEY["to_check"].label),
        ("milestone_overdue", BY_KEY["milestone_overdue"].label),
        ("slipped", "Moved later"),
    )
    GAPS = gap_choices("gap", ())

    q = django_filters.CharFilter(method="by_text", label="Search", max_length=200)
    rating = django_filters.CharFilter(
        method="by_rating", label="Rating", widget=forms.Select, max_length=KEY_LENGTH
    )
    priority = django_filters.CharFilter(
        method="by_priority", label="Priority", widget=forms.Select
    )
    group = django_filters.CharFilter(method="by_group", label="Lead group", widget=forms.Select)
    lead = django_filters.CharFilter(
        method="by_lead", label="Lead post, agency or person", widget=forms.Select
    )
    timescale = django_filters.ChoiceFilter(
        choices=TIMESCALES, method="by_timescale", label="Timescale", empty_label="Any timescale"
    )
    importance = django_filters.ChoiceFilter(
        choices=Action.Importance, label="Importance", empty_label="Any importance"
    )
    theme = django_filters.CharFilter(method="by_theme", label="Theme", widget=forms.Select)
    gap = django_filters.ChoiceFilter(
        choices=GAPS, method="by_gap", label="Gaps", empty_label="Any"
    )

    class Meta:
        model = Action
        fields = ()
        form = FilterForm

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def shown(self):
        """The matching actions, or None if the filter is empty or has no valid value."""
        return (
            self.qs.distinct()
            if self.form.is_valid() and any(self.form.cleaned_data.values())
            else None
        )

    def found(self, name, value):
        """The actions of one choice (“timescale”, “overdue”), regardless of other values."""
        return getattr(self, f"by_{name}")(self.queryset, name, value)

    def offer(self, document):
        """Fill the lists of choices from the plan."""
        leads = {lead for action in document.actions for lead in action.leads}
        by_name = sorted(leads, key=lambda lead: lead.name)
        ratings = [(rating.key, rating.label) for rating, _ in document.distribution.counts]
        if (kind := self.data.get("rating")) in BEHIND:
            ratings.append((kind, document.words(kind) or RatingKind(kind).label))
        self._offer("rating", "Any rating", ratings)
        self._offer("gap", "Any", list(gap_choices("gap", document.ratings)))
        self._offer("priority", "Any priority", _priorities(document))
        self._offer(
            "group", "Any group", {(lead.pk, lead.name) for lead in by_name if lead.kind == "group"}
        )
        others = {
            (f"{lead.kind}-{lead.pk}", lead.name)
            for lead in by_name
            if lead.kind in ("post", "agency", "person")
        }
        self._offer("lead", "Any post, agency or person", others)
        themes = {theme for action in document.actions for theme in action.themes}
        self._offer("theme", "Any theme", {(theme, theme) for theme in themes})

    def _offer(self, name, everything, choices):
        if isinstance(choices, set):
            choices = sorted(choices, key=lambda choice: choice[1])
        self.form.fields[name].widget.choices = [("", everything), *choices]

    def active(self):
        """The active filters as (name, label and chosen words), to show as tags that can be removed."""
        if not self.form.is_valid():
            return []
        chosen = []
        for name, value in self.form.cleaned_data.items():
            if value:
                field = self.form.fields[name]
                words = dict(getattr(field.widget, "choices", ())).get(value, value)
                words = next(
                    (w for v, w in getattr(field.widget, "choices", ()) if str(v) == value), words
                )
                chosen.append((name, f"{field.label}: {words}"))
        return chosen

    def by_text(self, actions, name, value):
        comments = ProgressUpdate.objects.filter(action=OuterRef("pk"), comment__icontains=value)
        return actions.filter(
            Q(reference__iexact=value)
            | Q(title__icontains=value)
            | Q(wording__icontains=value)
            | Q(measures__wording__icontains=value)
            | Q(reporting_points__text__icontains=value)
            | Exists(comments.with_last_words())
        )

    def by_rating(self, actions, name, value):
        """Those with the rating of this key; or with any of a kind, as home links to what is behind."""
        return actions.filter(**{"rating_kind" if value in BEHIND else "rating": value})

    def by_priority(self, actions, name, value):
        if value == "none":
            return actions.filter(priority=None, objective__priority_links=None)
        pk = number(value)
        return actions.filter(
            Q(priority=pk)
            | Q(priority=None, objective__priority_links__priority=pk)
            | Q(priority_links__priority=pk)
        )

    def by_group(self, actions, name, value):
        return actions.filter(led_by(group=number(value)))

    def by_lead(self, actions, name, value):
        kind, _, pk = value.partition("-")
        if kind not in ("post", "agency", "person"):
            return actions.none()
        return actions.filter(led_by(**{kind: number(pk)}))

    def by_theme(self, actions, name, value):
        return actions.filter(theme_links__theme__name=value)

    def by_timescale(self, actions, name, value):
        if value in BY_KEY:
            return find_gap(actions, value, on=self.on)
        actions = actions.alias(due=DUE_ON).exclude(rating_kind__in=CLOSED)
        if value == "due_soon":
            return actions.filter(due__range=(self.on, self.on + SOON))
        if value == "no_date":
            return actions.filter(due=None)
        return actions.filter(
            Q(timescale_changes__to_due_on__gt=F("timescale_changes__from_due_on"))
            | Q(timescale_changes__from_due_on__isnull=False, timescale_changes__to_due_on=None),
            timescale_changes__point=None,
        )

    def by_gap(self, actions, name, value):
        return find_gap(actions, value, on=self.on)


def number(value):
    """A record's id from a URL; 0, which no record has, if it is invalid."""
    return int(value) if value.isdecimal() and value.isascii() and len(value) < 19 else 0


def _priorities(document):
    choices = [
        (section.priority.pk, f"{section.priority.code} {section.priority.title}".strip())
        for section in document.sections
        if section.priority
    ]
    none = (
        [("none", "Actions not under a priority")]
        if any(s.priority is None for s in document.sections)
        else []
    )
    return choices + none
