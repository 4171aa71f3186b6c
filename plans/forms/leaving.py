"""The form that ends a membership, with the question who leads what the person led."""

from django import forms

from partnership.models import User
from partnership.text import lower_first
from subgroups.forms.people import EndForm

NAME_ONLY = "name"


class LeavingForm(EndForm):
    """``held`` is what the person holds (Held, or None): it asks who takes leads and questions over."""

    def __init__(self, data=None, *, membership, own, held, on):
        super().__init__(data, own=own)
        if held is None or not (held.leads or held.questions):
            return
        running = membership.partnership.membership_set.running(on).exclude(user=membership.user)
        people = User.objects.filter(memberships__in=running).distinct()
        self.known = {str(person.pk): person for person in people}
        choices = [(key, person.name) for key, person in self.known.items()]
        label, nobody = _words(held)
        to = forms.ChoiceField(
            label=label,
            choices=[("", "Choose a person"), *choices, (NAME_ONLY, nobody)],
            error_messages={"required": f"Choose {lower_first(label).rstrip('?')}"},
        )
        self.ask(to=to)
        self.order_fields(["to", "reason", "sure"])

    def values(self):
        to = self.cleaned_data.get("to", NAME_ONLY)
        return super().values() | {"to": None if to == NAME_ONLY else self.known[to]}


def _words(held):
    """The label, and what it is called that nobody takes it over."""
    manager = "the business manager answers"
    if not held.leads:
        return "Who answers this from now on?", f"Nobody else: {manager}"
    if held.questions:
        label = "Who leads and answers this from now on?"
        return label, f"Nobody: keep only the name in the plan, and {manager}"
    label = "Who leads this from now on?"
    return label, "Nobody: keep only the name in the plan, and ask nobody"
