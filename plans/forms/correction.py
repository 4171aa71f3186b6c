"""The form that corrects an update, or adds to it, within the hour."""

from django import forms

from partnership.forms.base import Form
from plans.forms.evidence import CARE


class CorrectionForm(Form):
    label_size = "s"

    comment = forms.CharField(
        label="What has happened, and what difference has it made?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5_000,
        required=False,
        help_text=CARE,
    )
    next_steps = forms.CharField(
        label="What happens next?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
    )

    def __init__(self, data=None, *, update, typed=None):
        words = {"comment": update.comment, "next_steps": update.next_steps}
        super().__init__(data, initial=words | (typed or {}))
