"""The forms that say when a report is due, and that a report was received or a milestone is done."""

from django import forms

from partnership.forms.base import DayMonthYearField, Radios
from plans.forms.editing import PartForm, PlanRecordForm
from plans.models import ReportingPoint


class ReportingPointForm(PartForm):
    """When a report is due on an action, and for which of its measures."""

    due_on = DayMonthYearField(
        label="Due", help_text="If it is due at any time in a month, enter any day of that month."
    )

    class Meta:
        model = ReportingPoint
        fields = ["due_on", "due_precision", "timescale_words", "measure"]
        labels = {
            "due_precision": "How exact this is",
            "timescale_words": "As written in the plan",
            "measure": "About",
        }
        help_texts = {
            "timescale_words": "Only if the plan says it in another way, such as “end of term”."
        }
        widgets = {"due_precision": Radios, "timescale_words": forms.TextInput}

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.fields["due_precision"].required = True
        action = record.action
        measures = action.measures.all()
        if action.priority is not None:
            measures = measures | action.priority.measures.all()
        self.fields["measure"].queryset = measures
        self.fields["measure"].empty_label = "The action as a whole"


class PointForm(PlanRecordForm):
    """``record`` is the ReportingPoint. Whether it was late follows from the day."""

    CAME = "came"
    QUESTIONS = {
        ReportingPoint.Kind.REPORT: "Has the report been received?",
        ReportingPoint.Kind.MILESTONE: "Is it done?",
    }
    YES = {
        ReportingPoint.Kind.REPORT: "Yes, it was received",
        ReportingPoint.Kind.MILESTONE: "Yes, it is done",
    }
    DAYS = {
        ReportingPoint.Kind.REPORT: "Date received",
        ReportingPoint.Kind.MILESTONE: "Date done",
    }

    mark_optional = False

    outcome = forms.ChoiceField(widget=Radios, required=False)
    received_on = DayMonthYearField(required=False)

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.fields["outcome"].label = self.QUESTIONS[record.kind]
        self.fields["outcome"].choices = (
            (self.CAME, self.YES[record.kind]),
            (ReportingPoint.Outcome.MISSED, "It was missed"),
            ("", "Not yet"),
        )
        self.fields["received_on"].label = self.DAYS[record.kind]
        self.fields["reason"].label = "Reason for the change"
        if not record.outcome:
            del self.fields["reason"]
        self.initial["received_on"] = record.received_on
        self.initial["outcome"] = self.CAME if record.received_on else record.outcome

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("received_on") and cleaned.get("outcome") != self.CAME:
            yes = self.YES[self.record.kind]
            self.add_error("received_on", f"Clear the date, or choose “{yes}”")
        return cleaned
