"""The form of a progress update."""

import uuid

from django import forms
from django.utils import timezone

from partnership.forms.base import Checkboxes, DayMonthYearField, Radios, say_plainly
from partnership.rating_kinds import NEEDS_COMMENT, RatingKind
from partnership.text import listed
from plans.forms.evidence import CARE, EvidenceFields
from plans.forms.values import AsksValues

DATE_PARTS = ("day", "month", "year")
RATING_LEFT = "The rating you had chosen is no longer used: choose again."
WRITTEN = "You have written an update. Save it, or clear the boxes before you choose “No change”."


def ratings_to_choose(scheme):
    """The ratings that an update may give, worst first."""
    return [rating for rating in scheme.ratings if rating.kind != RatingKind.NOT_RATED]


def needs_comment(scheme):
    """“Red and Amber need a comment.”; "" if none of the scheme's ratings does."""
    labels = [rating.label for rating in scheme.of(*NEEDS_COMMENT)]
    verb = "needs" if len(labels) == 1 else "need"
    return f"{listed(labels)} {verb} a comment." if labels else ""


class ReportsField(forms.MultipleChoiceField):
    """Reports to tick off. One ticked off meanwhile, perhaps by this same submission, is accepted."""

    widget = Checkboxes

    def clean(self, value):
        offered = {pk for pk, _ in self.choices}
        return [pk for pk in value or () if pk in offered]


class UpdateForm(AsksValues):
    """The fields of an update to one action, on a page of its own or in a return.

    ``theirs`` is an update that someone else saved meanwhile, after a stale save.
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
    came_instead = forms.CharField(
        label="What came instead?",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        required=False,
        help_text="Such as another action or another partner’s work. If nothing did, say so.",
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
        help_text="Only needed if you rate it better than the dates suggest, or as complete without evidence.",
    )
    reports = ReportsField(label="This update is also the report due", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    theirs = None
    milestones = ()  # those that the update may record as done

    def offer_ratings(self, choices):
        """The (key, label) to choose from. A draft, or a page opened before, may have one that has left the scheme."""
        field = self.fields["rating"]
        field.choices = choices
        field.error_messages["invalid_choice"] = RATING_LEFT
        typed = "" if self.is_bound else self.initial.get("rating")
        if typed and typed not in dict(choices):
            field.help_text = RATING_LEFT

    def offer_milestones(self, points):
        """A box to tick for each of ``points`` (ReportingPoints), and the day on which it was done."""
        self.milestones = points
        for point in points:
            name, day = f"done_{point.pk}", f"done_on_{point.pk}"
            self.fields[name] = forms.BooleanField(label=point.title, required=False)
            self.fields[day] = DayMonthYearField(label="Date done", required=False)
            say_plainly(self.fields[day])
            if not self.is_bound:  # of a draft
                self.initial[day] = [self.initial.get(f"{day}_{part}", "") for part in DATE_PARTS]

    @property
    def milestone_boxes(self):
        """(the point, the box to tick, its day) of each milestone offered."""
        return [(p, self[f"done_{p.pk}"], self[f"done_on_{p.pk}"]) for p in self.milestones]

    @property
    def milestones_typed(self):
        """The text of each box that is ticked and of each part of a date, as sent or from a draft."""
        typed = {}
        for _, box, day in self.milestone_boxes:
            typed[box.name] = "on" if box.value() else ""
            parts = zip(DATE_PARTS, day.value() or ("", "", ""), strict=True)
            typed |= {f"{day.name}_{part}": str(value or "") for part, value in parts}
        return typed

    @property
    def has_milestones(self):
        """Whether one is ticked, or has a date."""
        return any(value.strip() for value in self.milestones_typed.values())

    def milestones_chosen(self):
        """(ReportingPoint, the day or None) of those ticked."""
        data = self.cleaned_data
        chosen = (point for point in self.milestones if data.get(f"done_{point.pk}"))
        return [(point, data.get(f"done_on_{point.pk}")) for point in chosen]

    def clean(self):
        cleaned = super().clean()
        today = timezone.localdate()
        for point in self.milestones:
            day = cleaned.get(f"done_on_{point.pk}")
            if day and not cleaned.get(f"done_{point.pk}"):
                self.add_error(f"done_on_{point.pk}", "Tick the milestone, or clear its date")
            elif day and day > today:
                self.add_error(f"done_on_{point.pk}", "The date must be today or in the past")
        return cleaned

    def offer_reports(self, points):
        """Offer some of ``points`` (ReportingPoints) that the update may report on; the latest is ticked."""
        self.points = {str(point.pk): point for point in points}
        self.fields["reports"].choices = [(pk, str(point)) for pk, point in self.points.items()]
        self.initial.setdefault("reports", list(self.points)[-1:])
        if not points:
            del self.fields["reports"]

    def reports_chosen(self):
        return [self.points[pk] for pk in self.cleaned_data.get("reports", ())]

    def refuse_stale(self, update, *, sentence):
        """Show the other person's update beside the input; submitting again saves both."""
        self.theirs = update
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = str(update.pk)
        self.add_error(None, f"{sentence} Yours is saved as a draft only.")


class ProgressForm(EvidenceFields, UpdateForm):
    """How an action is going, and optionally one piece of evidence. Ratings have the partnership's own labels."""

    label_size = "s"

    # Fields that “no change” would ignore.
    WORDS = (
        "rating",
        "comment",
        "came_instead",
        "next_steps",
        "reason",
        "evidence_text",
        "evidence_file",
    )

    def __init__(self, *args, detail, **kwargs):
        super().__init__(*args, detail=detail, **kwargs)
        self.fields["seen"].initial = detail.action.last_update_id or 0
        chosen = ratings_to_choose(detail.scheme)
        self.fields["rating"].widget = Radios(hints={r.key: r.meaning for r in chosen})
        self.offer_ratings([(r.key, r.label) for r in chosen])
        self.fields["comment"].help_text = f"{needs_comment(detail.scheme)} {CARE}".strip()
        self.offer_reports(detail.points_near)
        self.offer_milestones(detail.open_milestones)
        self.ask_values(detail.measures, detail.readers)
        if self.says_no_change:
            for name in self.fields.keys() - {"submission", "seen"}:
                self.fields[name].required = False

    @property
    def says_no_change(self):
        return "no_change" in self.data

    def clean(self):
        cleaned = super().clean()
        has_words = any(cleaned.get(name) for name in self.WORDS) or self.has_milestones
        if self.says_no_change and (has_words or any(self.figures_typed.values())):
            self.add_error(None, WRITTEN)
        return cleaned

    def update(self):
        """The arguments of ``record_update``, apart from who and when."""
        data, evidence = self.cleaned_data, self.evidence()
        names = ("rating", "comment", "came_instead", "next_steps", "reason")
        said = {name: data[name] for name in names}
        evidence = [evidence] if evidence else []
        done = {"reports": self.reports_chosen(), "milestones": self.milestones_chosen()}
        return said | {"evidence": evidence, "values": self.values_read, **done}

    def refuse_stale(self, update):
        sentence = f"{update.by_name} updated this action after you opened the page."
        super().refuse_stale(update, sentence=sentence)
