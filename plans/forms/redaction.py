"""Why a file is redacted."""

from django import forms

from partnership.forms.base import Form


class FileRedactionForm(Form):
    label_size = "m"

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example “named a person in a case”. Everyone who can read the changes will see this.",
    )
