"""The boxes in which an update says what was counted: one value, and its month or day, for each measure that counts."""

from django.utils.text import Truncator

from partnership.forms.base import Form, limit_text, say_plainly
from partnership.text import lower_first
from plans.forms.measured import FigureField, WhenField, figure_help, read_in

NO_DATE = "Enter the month or day that this value is for"
NO_VALUE = "Enter the value, or clear the month or day"


class AsksValues(Form):
    """Fields for the values of an action's measures. None of them is required."""

    counted = ()  # the SuccessMeasures asked about

    def ask_values(self, measures, readers):
        """Ask for a value of each of ``measures``, which have their ``series``, that counts something."""
        self.counted = [m for m in measures if m.is_counted and not m.is_placeholder]
        for measure in self.counted:
            name = figure_name(measure)
            self._ask(
                name, FigureField(label=Truncator(measure.wording).chars(120), required=False)
            )
            so_far = measure.series.words(readers)
            self.fields[
                name
            ].help_text = f"So far: {lower_first(so_far)}. {figure_help(measure.unit)}"
            self._ask(f"{name}_when", WhenField(label="Counted for", required=False))

    def _ask(self, name, field):
        say_plainly(field)
        limit_text(field, text_limit=self.text_limit, line_limit=self.line_limit)
        self.fields[name] = field

    @property
    def value_rows(self):
        """(measure, the field of its value, the field of its date) of each measure asked about."""
        names = [(measure, figure_name(measure)) for measure in self.counted]
        return [(measure, self[name], self[f"{name}_when"]) for measure, name in names]

    @property
    def figures_typed(self):
        """The text of each of these fields, as sent or from a draft."""
        boxes = [box for _, *pair in self.value_rows for box in pair]
        return {box.name: str(box.value() or "") for box in boxes}

    def clean(self):
        cleaned = super().clean()
        self.values_read = []
        for measure in self.counted:
            name = figure_name(measure)
            figure, when = read_in(self, name, measure.unit), cleaned.get(f"{name}_when")
            if figure is None:
                if when and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, NO_VALUE)
            elif when is not None:
                said = {"figure": figure, "on": when.on, "precision": when.precision}
                self.values_read.append({"measure": measure, **said})
            elif f"{name}_when" not in self.errors:
                self.add_error(f"{name}_when", NO_DATE)
        return cleaned


def figure_name(measure):
    return f"figure_{measure.pk}"
