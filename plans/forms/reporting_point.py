"""The form that ticks off a report."""

from django import forms

from partnership.forms.base import DayMonthYearField, Radios
from plans.forms.editing import EditForm
from plans.models import ReportingPoint


class PointForm(EditForm):
    """``record`` is the ReportingPoint. Whether its report was late follows from the day."""

    CAME = "came"
    CHOICES = (
        (CAME, "Yes, it was received"),
        (ReportingPoint.Outcome.MISSED, "It was missed"),
        ("", "Not yet"),
    )

    mark_optional = False

    outcome = forms.ChoiceField(
        label="Has the report been received?", choices=CHOICES, widget=Radios, required=False
    )
    received_on = DayMonthYearField(label="Date received", required=False)

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.fields["reason"].label = "Reason for the change"
        if not record.outcome:
            del self.fields["reason"]
        self.initial["received_on"] = record.received_on
        self.initial["outcome"] = self.CAME if record.received_on else record.outcome

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("received_on") and cleaned.get("outcome") != self.CAME:
            self.add_error("received_on", "Clear the date, or choose “Yes, it was received”")
        return cleaned
