"""The form of a new action: everything the plan says of it, its leads and measures included, on one page."""

import re

from django import forms

from plans.forms.action import READ, ActionForm, TimescaleFields, timescale_of
from plans.forms.leads import LeadRows
from plans.structure.numbers import read_numbering

BULLET = re.compile(r"^\s*(?:[•◦▪●○*–—-]\s+)?")
FIRST_ROWS = 2  # of leads: most actions have one or two
# Fields that many plans do not use: the page folds them.
SELDOM = (
    *(
        "other_priorities",
        "importance",
        "drivers",
        "themes",
        "starts_words",
        "follows",
        "further_actions",
        "resources",
        "note",
    ),
    "reason",
)


class ActionNewForm(TimescaleFields, ActionForm, LeadRows):
    """A new action with its leads, timescale and measures."""

    measures = forms.CharField(
        label="Success measures",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="How we will know that it made a difference. Enter each measure on a line of its own.",
    )

    class Meta(ActionForm.Meta):
        help_texts = ActionForm.Meta.help_texts | {
            "reference": "As printed in the plan, such as 1.3. Leave blank to use the next free number."
        }

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.ask_to_check(None)
        self.fields["kind"].initial = READ  # with nothing to read it has no timescale
        self.fields["reference"].required = False
        self.add_lead_rows(data, empty=FIRST_ROWS)
        if not self.is_bound:
            self.initial["reference"] = self._next_reference()

    def _next_reference(self):
        """The number for the place in which the form is opened; "" while that is not known."""
        place = {name: self._record_at(name) for name in ("priority", "objective")}
        return read_numbering(self.plan).next(**place) if any(place.values()) else ""

    def _record_at(self, name):
        asked = str(self.initial.get(name) or "")
        return next((one for one in self.fields[name].queryset if str(one.pk) == asked), None)

    @property
    def seldom(self):
        """The bound fields that the page folds."""
        return [self[name] for name in SELDOM if name in self.fields]

    @property
    def is_seldom_open(self):
        return any(field.errors for field in self.seldom)

    def values(self):
        values = super().values()
        return values | {
            "leads": self.pop_leads(values),
            "measures": lines_of(values["measures"]),
            "timescale": timescale_of(values),
        }


def lines_of(text):
    """The lines of a list without their bullets and without empty ones."""
    lines = (BULLET.sub("", line).strip() for line in text.splitlines())
    return [line for line in lines if line]
