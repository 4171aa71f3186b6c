"""The filter of the register of challenges: state, who is asked, subject. Kept in the URL."""

import django_filters
from django import forms
from django.db.models import Q

from partnership.forms.filters import FilterForm, FilterSet
from plans.filters.action import number
from plans.forms.leads import known_leads
from plans.models import Challenge, Priority


class ChallengeFilter(FilterSet):
    """Every value comes from a URL, so it may be anything; invalid values match nothing."""

    OVERDUE = "overdue"
    STATES = (
        ("open", "Waiting for an answer"),
        (OVERDUE, "Overdue"),
        ("answered", "Answered"),
        ("accepted", "Answer accepted"),
        ("closed", "Closed"),
    )

    q = django_filters.CharFilter(method="by_text", label="Search", max_length=200)
    state = django_filters.ChoiceFilter(
        choices=STATES, method="by_state", label="Status", empty_label="Any"
    )
    to = django_filters.CharFilter(method="by_to", label="Asked", widget=forms.Select)
    plan = django_filters.CharFilter(method="by_plan", label="Plan", widget=forms.Select)
    priority = django_filters.CharFilter(
        method="by_priority", label="Priority", widget=forms.Select
    )

    class Meta:
        model = Challenge
        fields = ()
        form = FilterForm

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def shown(self):
        return self.qs.distinct() if self.form.is_valid() else self.queryset

    @property
    def is_active(self):
        return self.form.is_valid() and any(self.form.cleaned_data.values())

    def active(self):
        """The label and the chosen words of each active filter, once ``offer`` has filled the lists."""
        if not self.form.is_valid():
            return ()
        chosen = ((self.form.fields[n], v) for n, v in self.form.cleaned_data.items() if v)
        return tuple(f"{field.label}: {_words(field, value)}" for field, value in chosen)

    def offer(self, partnership, user):
        """Fill the lists of choices with what the partnership has and ``user`` may read."""
        plans = list(partnership.plan_set.visible_to(user, on=self.on).current_first(on=self.on))
        priorities = Priority.objects.filter(plan__in=plans)
        titles = {plan.pk: plan.title for plan in plans}
        by_plan = {title: [] for title in titles.values()}
        for priority in priorities:
            by_plan[titles[priority.plan_id]].append((priority.pk, str(priority)))
        _, who = known_leads(partnership, on=self.on)
        self._offer("to", "Anyone", who[1:])
        self._offer("plan", "Any plan", list(titles.items()))
        self._offer(
            "priority", "Any priority", [(t, found) for t, found in by_plan.items() if found]
        )

    def _offer(self, name, everything, choices):
        self.form.fields[name].widget.choices = [("", everything), *choices]

    def by_text(self, challenges, name, value):
        return challenges.filter(
            Q(question__icontains=value)
            | Q(about_words__icontains=value)
            | Q(responses__words__icontains=value)
        )

    def by_state(self, challenges, name, value):
        if value == self.OVERDUE:
            return challenges.overdue(on=self.on)
        return challenges.filter(state=value)

    def by_to(self, challenges, name, value):
        kind, _, pk = value.partition("-")
        if f"to_{kind}" not in Challenge.TO:
            return challenges.none()
        return challenges.filter(**{f"to_{kind}": number(pk)})

    def by_plan(self, challenges, name, value):
        return challenges.filter(home_kind="plan", home_id=number(value))

    def by_priority(self, challenges, name, value):
        pk = number(value)
        under = Q(action__objective__priority_links__priority=pk, action__priority=None)
        return challenges.filter(Q(priority=pk) | Q(action__priority=pk) | under)


def _words(field, value):
    """The words of a choice, which may be in a group; the value itself where there are none."""
    choices = []
    for key, words in getattr(field.widget, "choices", ()):
        choices += words if isinstance(words, list | tuple) else [(key, words)]
    return next((words for key, words in choices if str(key) == str(value)), value)
