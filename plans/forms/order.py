"""Moving one part of a plan up or down."""

import re

from django import forms
from django.core.exceptions import ValidationError

from plans.forms.editing import PlanRecordForm

MOVE = re.compile(r"(priority|objective|action|column)-([0-9]{1,18})-(up|down)")


class MoveForm(PlanRecordForm):
    """Each button sends what it moves and in which direction: “action-12-up”."""

    move = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        del (
            self.fields["version"],
            self.fields["reason"],
        )  # every move starts from the order of the moment

    def clean_move(self):
        found = MOVE.fullmatch(self.cleaned_data["move"])
        noun, pk, direction = found.groups() if found else ("priority", "0", "up")
        part = getattr(self.plan, f"{noun}_set").filter(pk=pk).first()
        if part is None:
            raise ValidationError("This part is no longer in the plan. Choose what to move")
        return part, direction == "up"
