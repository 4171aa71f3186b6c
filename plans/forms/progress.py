"""The progress update as it is typed."""

import uuid

from django import forms

from partnership.forms import Form, Radios
from partnership.models import RatingKind
from plans.forms.evidence import CARE, EvidenceFields

WRITTEN = "You have written an update: save it, or empty the boxes before you say that nothing has changed."


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


class ProgressForm(EvidenceFields, UpdateForm):
    """How an action is going, and perhaps one piece of evidence. The ratings carry the partnership's own words."""

    label_size = "s"

    # What “no change” would leave unsaid.
    WORDS = ("rating", "comment", "next_steps", "reason", "evidence_text", "evidence_file")

    def __init__(self, *args, detail, **kwargs):
        super().__init__(*args, detail=detail, **kwargs)
        self.fields["seen"].initial = detail.action.last_update_id or 0
        chosen = [r for r in detail.ratings if r.kind != RatingKind.GREY]
        self.fields["rating"].widget = Radios(hints={r.kind: r.meaning for r in chosen})
        self.fields["rating"].choices = [(r.kind, r.label) for r in chosen]
        red, amber = (
            detail.rating_of(RatingKind.RED).label,
            detail.rating_of(RatingKind.AMBER).label,
        )
        self.fields["comment"].help_text = f"{red} and {amber} need a comment. {CARE}"
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
        return cleaned

    def update(self):
        """What ``record_update`` takes, apart from who and when."""
        data, evidence = self.cleaned_data, self.evidence()
        names = ("rating", "comment", "next_steps", "reason")
        return {name: data[name] for name in names} | {"evidence": [evidence] if evidence else []}

    def refuse_stale(self, update):
        sentence = f"{update.by_name} has updated this action since you opened the page."
        super().refuse_stale(update, sentence=sentence)
