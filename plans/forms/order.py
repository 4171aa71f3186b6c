"""Moving one part of a plan: up or down by a button, or to the place to which it was dragged."""

import re

from django import forms
from django.core.exceptions import ValidationError

from plans.forms.editing import PlanRecordForm

MOVE = re.compile(r"([a-z]{1,20})-([0-9]{1,18})-(up|down|place)")
ORDER = re.compile(r"[0-9]{1,18}(,[0-9]{1,18}){0,499}")


class OrderForm(PlanRecordForm):
    """What is moved, and in which direction: “action-12-up”; or “action-12-place” with the order that is wanted.

    Cleaned, ``move`` is (part, "up", "down" or "place"), and ``order`` a list of ids with the part's own.
    """

    move = forms.CharField(widget=forms.HiddenInput)
    order = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10_000)

    removed = "This has been removed. Choose what to move"

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        # Every move starts from the order of the moment
        del self.fields["version"], self.fields["reason"]

    def parts(self, noun):
        """The QuerySet of the parts that are moved by this name, or None."""
        raise NotImplementedError

    def clean_move(self):
        found = MOVE.fullmatch(self.cleaned_data["move"])
        noun, pk, direction = found.groups() if found else ("", "0", "up")
        parts = self.parts(noun)
        part = None if parts is None else parts.filter(pk=pk).first()
        if part is None:
            raise ValidationError(self.removed)
        return part, direction

    def clean_order(self):
        typed = self.cleaned_data["order"]
        return [int(pk) for pk in typed.split(",")] if ORDER.fullmatch(typed) else []

    def clean(self):
        cleaned = super().clean()
        part, direction = cleaned.get("move", (None, ""))
        order = cleaned.get("order", [])
        if direction == "place" and (order.count(part.pk) != 1 or len(set(order)) != len(order)):
            self.add_error("move", "We could not read where to put it. Use the buttons to move it")
        return cleaned


class MoveForm(OrderForm):
    """Moves a priority, objective, action or column of a plan."""

    removed = "This part is no longer in the plan. Choose what to move"

    def parts(self, noun):
        nouns = ("priority", "objective", "action", "column")
        return getattr(self.plan, f"{noun}_set") if noun in nouns else None
