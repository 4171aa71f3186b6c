"""Forms for earlier versions: choosing a day, and choosing two moments to compare."""

from django import forms
from django.utils import timezone

from partnership.forms.base import DayMonthYearField, Form
from partnership.forms.filters import FilterForm
from plans.models.timescale import date_words
from reports.as_at.moments import DAY


class DayForm(FilterForm):
    """``on`` is today: later days are refused."""

    label_size = "s"

    day = DayMonthYearField(label="Day", help_text="For example, 31 3 2026")

    def __init__(self, *args, on, **kwargs):
        self.on = on
        super().__init__(*args, **kwargs)

    def clean_day(self):
        if self.cleaned_data["day"] > self.on:
            raise forms.ValidationError("Day must be today or in the past")
        return self.cleaned_data["day"]


class EverythingForm(DayForm):
    """``first`` is the day on which the records begin."""

    def __init__(self, *args, first, **kwargs):
        self.first = first
        super().__init__(*args, **kwargs)

    def clean_day(self):
        day = super().clean_day()
        if day < self.first:
            raise forms.ValidationError(
                f"Day must be {date_words(self.first)} or later: the record begins then"
            )
        return day


class KeepForm(Form):
    """Saves a snapshot of the plan."""

    label_size = "s"

    reason = forms.CharField(
        label="Why are you saving a snapshot?",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1_000,
        help_text="For example, as read at the inspection. Do not name or describe a child, an adult at risk "
        "or a case.",
        error_messages={"required": "Enter a reason for saving a snapshot"},
    )


class CompareForm(FilterForm):
    """Two moments, each a named one or a day. ``choices`` are (key, label)."""

    label_size = "s"

    before = forms.ChoiceField(label="From")
    before_on = DayMonthYearField(label="From the end of the day", required=False)
    after = forms.ChoiceField(label="To")
    after_on = DayMonthYearField(label="To the end of the day", required=False)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            self.fields[name].choices = [*choices, (DAY, "A day")]
        self.initial |= {"before": choices[min(1, len(choices) - 1)][0], "after": choices[0][0]}

    def clean(self):
        cleaned = super().clean()
        for name in ("before", "after"):
            day = cleaned.get(f"{name}_on")
            if cleaned.get(name) == DAY and f"{name}_on" not in self.errors:
                if day is None:
                    self.add_error(f"{name}_on", "Enter the day, or choose a version from the list")
                elif day > timezone.localdate():
                    self.add_error(f"{name}_on", "The day must be today or in the past")
        return cleaned

    def addresses(self):
        """The keys of the two moments."""
        return [self._address(name) for name in ("before", "after")]

    def _address(self, name):
        chosen = self.cleaned_data[name]
        return self.cleaned_data[f"{name}_on"].isoformat() if chosen == DAY else chosen
