"""The forms that say when a report is due, and that it was received or missed."""

from django import forms

from partnership.forms.base import DayMonthYearField, Radios
from plans.forms.editing import EditForm, PartForm
from plans.models import ReportingPoint


class ReportingPointForm(PartForm):
    """When a report is due on an action, and for which of its measures."""

    due_on = DayMonthYearField(
        label="Due", help_text="If it is due at any time in a month, enter any day of that month."
    )

    class Meta:
        model = ReportingPoint
        fields = ["due_on", "due_precision", "words", "measure"]
        labels = {
            "due_precision": "How exact this is",
            "words": "As written in the plan",
            "measure": "About",
        }
        help_texts = {"words": "Only if the plan says it in another way, such as “end of term”."}
        widgets = {"due_precision": Radios}

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        action = record.action
        measures = action.measures.all()
        if action.priority is not None:
            measures = measures | action.priority.measures.all()
        self.fields["measure"].queryset = measures
        self.fields["measure"].empty_label = "The action as a whole"


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
