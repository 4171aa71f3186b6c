"""Forms of seals: a receipt to check, and the reason for making a seal by hand."""

from django import forms
from django.core.exceptions import ValidationError

from partnership.forms.base import Form
from partnership.seals.receipt import read_receipt


class ReceiptForm(Form):
    label_size = "m"

    receipt = forms.CharField(
        label="Check a receipt",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text="Paste the whole email, or enter its “Seal number” and digest.",
        error_messages={"required": "Paste the receipt"},
    )

    def clean_receipt(self):
        try:
            return read_receipt(self.cleaned_data["receipt"])
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from refusal

    def _look_for_children(self, name, text):
        """Skip the check: long numbers are expected here."""


class SealForm(Form):
    reason = forms.CharField(
        label="Reason for sealing now",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example “before the inspection”. This appears in the list of seals.",
        error_messages={"required": "Enter a reason for sealing the history now"},
    )
