"""The form of a success measure: its words and, if it counts something, unit, baseline and target."""

from django import forms

from partnership.forms.base import Radios
from plans.forms.editing import PartForm
from plans.forms.measured import FigureField, When, WhenField, read_in
from plans.measures.numbers import amount_words, tidy_unit
from plans.models import SuccessMeasure

NUMBERS = ("baseline", "target")


class MeasureForm(PartForm):
    # The fields of a measure that counts something.
    COUNTING = (
        *("unit", "wanted", "baseline", "baseline_when"),
        *("target", "target_when", "counts_people"),
    )

    baseline = FigureField(label="Baseline", required=False, help_text="The value to begin with.")
    baseline_when = WhenField(label="Month or day of the baseline", required=False)
    target = FigureField(label="Target", required=False, help_text="The value to reach.")
    target_when = WhenField(
        label="Target to be reached by",
        required=False,
        help_text="A month or a day, like March 2027 or 31 March 2027.",
    )

    class Meta:
        model = SuccessMeasure
        fields = [
            *("wording", "is_placeholder", "outcome", "for_whom"),
            *("unit", "wanted", "counts_people", "position"),
        ]
        labels = {
            "wording": "How we will know",
            "is_placeholder": "This measure is still to be agreed",
            "outcome": "Outcome",
            "for_whom": "For whom",
            "unit": "Counted in",
            "wanted": "Which way it should go",
            "counts_people": "It counts people, or is a percentage of people",
            "position": "Order in print",
        }
        help_texts = {
            "is_placeholder": "The plan only says “TBC” so far. It does not count as a measure.",
            "outcome": "What should be different in the end. It is printed beside the measure.",
            "unit": "Such as %, days, people or £. Leave blank if nothing is counted.",
            "counts_people": "Small numbers are marked, and are not printed where the plan is published.",
        }
        widgets = {
            "outcome": forms.Textarea(attrs={"rows": 2}),
            "unit": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            "wanted": Radios,
            "for_whom": Radios,
        }

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        for name in ("for_whom", "wanted"):
            self._say_nothing_chosen(self.fields[name], "Not given")
        for name in NUMBERS:
            number, on = getattr(record, name), getattr(record, f"{name}_on")
            if number is not None:
                self.initial[name] = amount_words(number, record.unit)
            if on is not None:
                self.initial[f"{name}_when"] = When(on, getattr(record, f"{name}_precision"))

    @property
    def counts_something(self):
        """Whether the fields of a measure that counts have content or errors to show."""
        has_errors = self.is_bound and not self.errors.keys().isdisjoint(self.COUNTING)
        return has_errors or any(self[name].value() for name in self.COUNTING)

    def clean(self):
        cleaned = super().clean()
        unit = tidy_unit(cleaned.get("unit") or "")
        self.read = {}
        for name in NUMBERS:
            if cleaned.get(name) and not unit:
                self._ask_unit(name)
            elif cleaned.get(name):
                self.read[name] = read_in(self, name, unit)
            elif cleaned.get(f"{name}_when"):
                self.add_error(name, f"Enter the {name} for this date, or clear the date")
        return cleaned

    def _ask_unit(self, name):
        if "unit" not in self.errors:
            sentence = (
                f"Enter what the {name} is counted in, such as % or days, or clear the {name}"
            )
            self.add_error("unit", sentence)

    def values(self):
        values = super().values()
        for name in NUMBERS:
            when = values.pop(f"{name}_when") or When(None, "")
            figure = self.read.get(name)
            values |= {
                name: figure and figure.value,
                f"{name}_on": when.on,
                f"{name}_precision": when.precision,
            }
        return values
