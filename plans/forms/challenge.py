"""The forms of a challenge: the question and who is asked, the answer, and the asker's response to it."""

import uuid
from types import SimpleNamespace

from django import forms
from django.utils import timezone

from partnership.forms.base import DayMonthYearField, Form, SeesAgain
from plans.forms.evidence import CARE
from plans.forms.leads import known_leads


class ChallengeForm(Form):
    label_size = "s"

    to = forms.ChoiceField(
        label="Who is this for?", error_messages={"required": "Choose who this is for"}
    )
    question = forms.CharField(
        label="Your question",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Everyone in the partnership can read this. You cannot edit it later. {CARE}",
        error_messages={"required": "Enter your question"},
    )
    due_on = DayMonthYearField(
        label="When do you need an answer?",
        help_text="We email a reminder before this date. For example, 14 1 2027.",
        error_messages={"required": "Enter the date you need an answer by"},
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, data=None, *, partnership, typed=None):
        super().__init__(data, initial=came_back(typed))
        self.known, choices = known_leads(partnership, on=timezone.localdate())
        self.fields["to"].choices = [("", "Choose a group, post, agency or person"), *choices[1:]]

    def values(self):
        return self.cleaned_data | {"to": self.known[self.cleaned_data["to"]]}


class TurnForm(SeesAgain, Form):
    """One turn of the conversation. ``seen`` is the number of responses on the page."""

    label_size = "s"

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, data=None, *, seen, typed=None):
        super().__init__(data, initial=came_back(typed) | {"seen": seen})

    def said(self):
        return {name: self.cleaned_data[name] for name in ("words", "seen", "submission")}


class AnswerForm(TurnForm):
    words = forms.CharField(
        label="Your answer",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Everyone in the partnership can read this. You cannot edit it later. {CARE}",
        error_messages={"required": "Enter your answer"},
    )


class FollowForm(TurnForm):
    words = forms.CharField(
        label="Your response",
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="To close the challenge, say what difference it made. To ask again, say what you still need to know. "
        f"{CARE}",
    )
    due_on = DayMonthYearField(
        label="If you ask again, when do you need an answer?",
        required=False,
        help_text="For example, 14 1 2027.",
    )

    def __init__(self, data=None, *, challenge, **kwargs):
        super().__init__(data, **kwargs)
        if challenge.is_open:
            del self.fields["due_on"]
            self.fields["words"].label = "What difference did it make?"
            self.fields["words"].help_text = f"Or say why you no longer need an answer. {CARE}"

    def asked_again(self):
        return self.said() | {"due_on": self.cleaned_data.get("due_on")}


def came_back(typed):
    """What ``unsaved`` restored, as a form's initial values, with the parts of the date combined."""
    found = dict(typed or {})
    parts = {part: found.pop(f"due_on_{part}", "") for part in ("day", "month", "year")}
    return found | {"due_on": SimpleNamespace(**parts)} if any(parts.values()) else found
