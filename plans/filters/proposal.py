"""The filter of a plan's proposals: by state, subject and lead group. Kept in the URL."""

import django_filters
from django import forms

from partnership.forms.filters import FilterForm, FilterSet
from plans.filters.action import number
from plans.leads.rules import led_by
from plans.models import Action, Proposal


class ProposalFilter(FilterSet):
    """The filter of a plan's proposals: state, subject, and who leads the action."""

    STATES = (("waiting", "Waiting"), *Proposal.Decision.choices)

    state = django_filters.ChoiceFilter(
        choices=STATES, method="by_state", label="Status", empty_label="Any status"
    )
    about = django_filters.ChoiceFilter(
        choices=Proposal.About, label="What would change", empty_label="Anything"
    )
    group = django_filters.CharFilter(method="by_group", label="Lead group", widget=forms.Select)

    class Meta:
        model = Proposal
        fields = ()
        form = FilterForm

    def shown(self):
        return self.qs if self.form.is_valid() else self.queryset

    def offer(self, plan):
        """Fill the list of choices with the partnership's groups."""
        groups = plan.partnership.group_set.values_list("pk", "name")
        self.form.fields["group"].widget.choices = [("", "Any group"), *groups]

    def by_state(self, proposals, name, value):
        return proposals.filter(decision="" if value == "waiting" else value)

    def by_group(self, proposals, name, value):
        led = Action.objects.filter(led_by(group=number(value)))
        return proposals.filter(action__in=led.values("pk"))
