"""Fields for the numbers of measures and their dates, as people type them, and the form of one value."""

import uuid
from datetime import date
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from plans.forms.editing import PlanRecordForm
from plans.measures.numbers import PERCENT, example, number_words, read_figure
from plans.models.timescale import Precision, date_words
from plans.timescales.parse import read_date_words

WHEN_HELP = "A month or a day, like September 2026 or 30 September 2026."


class When(NamedTuple):
    """A day or a month; of a month, its first day."""

    on: date
    precision: str

    def __str__(self):
        return date_words(self.on, self.precision)


class WhenField(forms.CharField):
    """A month or a day in one box, in any of the ways that a timescale is written."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("help_text", WHEN_HELP)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-20"}))
        super().__init__(**kwargs)

    def clean(self, value):
        text = super().clean(value)
        return read_when(text) if text else None


def read_when(text):
    """The When in what someone typed; ValidationError with a sentence if it is no single month or day."""
    found = read_date_words(text)
    if found is None:
        raise ValidationError("Enter a month or a day, like September 2026 or 30 September 2026.")
    on, precision = found
    return When(on.replace(day=1) if precision == Precision.MONTH else on, precision)


class FigureField(forms.CharField):
    """A number of a measure, as typed: the form that knows the unit reads it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-20"}))
        super().__init__(**kwargs)


def figure_help(unit):
    """How a number in ``unit`` may be typed."""
    if unit == PERCENT:
        return "A percentage, like 89%. If you know of how many, enter 66 of 74."
    return f"In {unit}, like {example(unit)}."


def read_in(form, name, unit):
    """The Figure typed in a field of ``form``; None if it is empty or refused, which the form then says."""
    text = form.cleaned_data.get(name)
    if not text:
        return None
    try:
        return read_figure(text, unit)
    except ValidationError as refusal:
        form.add_error(name, refusal)
        return None


class ValueForm(PlanRecordForm):
    """What was counted for a measure: ``record`` is a MeasureValue, perhaps unsaved."""

    figure = FigureField(label="Value", error_messages={"required": "Enter the value."})
    when = WhenField(label="Counted for", error_messages={"required": "Enter the month or day."})
    source = forms.CharField(
        label="Source",
        required=False,
        max_length=200,
        help_text="For example, audit of plans, or social care data.",
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        unit = record.measure.unit
        self.fields["figure"].help_text = figure_help(unit)
        if self.is_new:
            del self.fields["reason"]
            return
        del self.fields["submission"]
        self.initial |= {
            "figure": figure_text(record.figure, unit),
            "when": When(record.on, record.precision),
            "source": record.source,
        }

    def clean(self):
        cleaned = super().clean()
        self.read = read_in(self, "figure", self.record.measure.unit)
        return cleaned

    def values(self):
        values = super().values()
        on, precision = values.pop("when")
        return values | {"figure": self.read, "on": on, "precision": precision}

    def place_of(self, name):
        return {"value": "figure", "numerator": "figure", "on": "when"}.get(name, name)


class RemoveValueForm(PlanRecordForm):
    """Confirms that a value is removed, and says why."""

    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        missing = "Enter a reason for removing the value"
        self.require_reason("Reason for removing it", missing)


def figure_text(figure, unit):
    """A Figure as the box takes it."""
    number = number_words(figure.value)
    if unit != PERCENT or figure.denominator is None:
        return f"{number}%" if unit == PERCENT else number
    if figure.numerator is None:
        return f"{number}% of {figure.denominator}"
    return f"{number}% ({figure.numerator} of {figure.denominator})"
