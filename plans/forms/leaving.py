"""The form that ends a membership, with the question who leads what the person led."""

from django import forms

from partnership.models import User
from subgroups.forms.people import EndForm

NAME_ONLY = "name"


class LeavingForm(EndForm):
    """``leads`` are those of the person, who are asked about if there are any."""

    def __init__(self, data=None, *, membership, own, leads, on):
        super().__init__(data, own=own)
        if not leads:
            return
        running = membership.partnership.membership_set.running(on).exclude(user=membership.user)
        people = User.objects.filter(memberships__in=running).distinct()
        self.known = {str(person.pk): person for person in people}
        choices = [(key, person.name) for key, person in self.known.items()]
        name_only = (NAME_ONLY, "Nobody: keep only the name in the plan, and ask nobody")
        to = forms.ChoiceField(
            label="Who leads this from now on?",
            choices=[("", "Choose a person"), *choices, name_only],
            error_messages={"required": "Choose who leads this from now on"},
        )
        self.ask(to=to)
        self.order_fields(["to", "reason", "sure"])

    def values(self):
        to = self.cleaned_data.get("to", NAME_ONLY)
        return super().values() | {"to": None if to == NAME_ONLY else self.known[to]}
