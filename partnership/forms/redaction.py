"""Forms of a redaction: first the words, then the places to redact and the reason."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from partnership.forms.base import Checkboxes, Form
from partnership.redactions.find import FEWEST_CHARACTERS, Passage

LONGEST = 2_000  # characters


def clean_words(words):
    if sum(character.isalnum() for character in words) < FEWEST_CHARACTERS:
        raise ValidationError(f"Enter at least {FEWEST_CHARACTERS} letters or numbers.")
    return words


class WordsForm(Form):
    words = forms.CharField(
        label="Words to redact",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text="A name, a date of birth or a whole passage, as it appears on the page. Capital letters and "
        "line breaks do not matter.",
        error_messages={"required": "Enter the words to redact"},
    )

    def clean_words(self):
        return clean_words(self.cleaned_data["words"])

    def _look_for_children(self, name, text):
        """Skip the check: this is the one field in which a child's details are expected."""


class RedactionForm(Form):
    label_size = "m"

    words = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
    places = forms.MultipleChoiceField(
        label="Where to redact the words",
        widget=Checkboxes,
        help_text="Clear any place where the words mean something else.",
        error_messages={"required": "Select at least one place"},
    )
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example “named a person in a case”. Everyone who can read the changes will see this.",
    )

    def __init__(self, *args, places, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.update(words=words, places=[place.key for place in places])
        self.fields["places"].choices = [(place.key, place.name) for place in places]
        self.fields["places"].widget.hints = {place.key: hint(place) for place in places}

    def clean_words(self):
        return clean_words(self.cleaned_data["words"])

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        if Passage(self.cleaned_data.get("words", "")).stands_in(reason):
            raise ValidationError("Enter a reason that does not include the words themselves.")
        return reason


def hint(place):
    """The text of the place, with the match marked."""
    before = "" if place.is_now else "Only in earlier versions:  "
    return format_html("{}{}<mark>{}</mark>{}", before, *place.extract)
