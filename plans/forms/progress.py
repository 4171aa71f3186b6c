"""The progress update as it is typed."""

import uuid

from django import forms
from django.core.validators import URLValidator

from partnership.forms import DayMonthYearField, Form, Radios
from partnership.models import RatingKind
from plans.models import Evidence, SuccessMeasure

WRITTEN = "You have written an update: save it, or empty the boxes before you say that nothing has changed."
WEB_ADDRESS = "Enter a web address, like https://example.org/audit"
CARE = "Do not name or describe a child or a case."


class UpdateForm(Form):
    """What is said of one action, on a page of its own or in a return.

    ``theirs`` is an update that came in meanwhile, once a save was too late.
    """

    rating = forms.ChoiceField(
        label="How is it going?", error_messages={"required": "Choose a rating."}
    )
    comment = forms.CharField(
        label="What has happened, and what difference has it made?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5_000,
        required=False,
    )
    next_steps = forms.CharField(
        label="What happens next?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
    )
    reason = forms.CharField(
        label="Why this rating?",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        required=False,
        help_text="Only if you rate it better than the dates suggest, or complete without evidence.",
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    theirs = None

    def refuse_stale(self, update, *, sentence):
        """Show what somebody else said meanwhile beside what was typed; pressed again, both stand."""
        self.theirs = update
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = str(update.pk)
        self.add_error(None, f"{sentence} Yours is kept as a draft and not saved yet.")


class ProgressForm(UpdateForm):
    """How an action is going, and perhaps one piece of evidence.

    ``detail`` is the ActionDetail of the action; the ratings carry the partnership's own words.
    """

    evidence_text = forms.CharField(
        label="What was found?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
        help_text=CARE,
    )
    evidence_measure = forms.ModelChoiceField(
        label="Which measure does it bear on?",
        queryset=SuccessMeasure._default_manager.none(),
        required=False,
        empty_label="The action as a whole",
    )
    evidence_question = forms.ChoiceField(
        label="Which question does it answer?",
        choices=Evidence.Question,
        widget=Radios,
        required=False,
    )
    evidence_source = forms.ChoiceField(
        label="Where is it from?",
        choices=[("", "Choose a source"), *Evidence.Source.choices],
        required=False,
    )
    evidence_found_on = DayMonthYearField(
        label="When was it found?", required=False, help_text="Left empty: today."
    )
    evidence_link = forms.CharField(
        label="Link to it",
        required=False,
        max_length=200,
        widget=forms.URLInput,
        validators=[URLValidator(schemes=["https", "http"], message=WEB_ADDRESS)],
        help_text="Where those who may can read the whole, such as https://… on a shared drive.",
    )

    label_size = "s"

    # What “no change” would leave unsaid.
    WORDS = ("rating", "comment", "next_steps", "reason", "evidence_text")

    # Fields of the service's evidence beside ours, for its refusals to find their place.
    EVIDENCE = ("text", "measure", "question", "source", "found_on", "link")

    def __init__(self, *args, detail, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = detail.action.last_update_id or 0
        chosen = [r for r in detail.ratings if r.kind != RatingKind.GREY]
        self.fields["rating"].widget = Radios(hints={r.kind: r.meaning for r in chosen})
        self.fields["rating"].choices = [(r.kind, r.label) for r in chosen]
        red, amber = (
            detail.rating_of(RatingKind.RED).label,
            detail.rating_of(RatingKind.AMBER).label,
        )
        self.fields["comment"].help_text = f"{red} and {amber} need a comment. {CARE}"
        self.fields["evidence_measure"].queryset = detail.measures_to_show
        if self.says_no_change:
            for name in self.fields.keys() - {"submission", "seen"}:
                self.fields[name].required = False

    @property
    def says_no_change(self):
        return "no_change" in self.data

    def clean(self):
        cleaned = super().clean()
        if self.says_no_change and any(cleaned.get(name) for name in self.WORDS):
            self.add_error(None, WRITTEN)
        if cleaned.get("evidence_text"):
            for name, sentence in (
                ("evidence_question", "Choose which question the evidence answers."),
                ("evidence_source", "Choose where the evidence is from."),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def update(self):
        """What ``record_update`` takes, apart from who and when."""
        data = self.cleaned_data
        evidence = (
            [{name: data[f"evidence_{name}"] for name in self.EVIDENCE}]
            if data["evidence_text"]
            else []
        )
        names = ("rating", "comment", "next_steps", "reason")
        return {name: data[name] for name in names} | {"evidence": evidence}

    def refuse_stale(self, update):
        sentence = f"{update.by_name} has updated this action since you opened the page."
        super().refuse_stale(update, sentence=sentence)

    def place_of(self, name):
        return name if name in self.fields else f"evidence_{name}"
