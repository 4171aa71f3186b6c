"""Forms of a reporting period: its name and days, freezing it, reopening it, and a question to a return."""

from django import forms

from partnership.forms.base import DayMonthYearField
from plans.forms.editing import EditForm, PartForm
from plans.models import ReportingPeriod


class PeriodForm(PartForm):
    leads_by = DayMonthYearField(
        label="Leads say by",
        help_text="Posts and agencies that lead an action.",
        error_messages={"required": "Enter the day by which leads say how it is going"},
    )
    chairs_by = DayMonthYearField(
        label="Chairs submit by",
        help_text="What comes later is taken, and counts as late.",
        error_messages={"required": "Enter the day by which chairs submit"},
    )
    freezes_on = DayMonthYearField(
        label="Freezes on",
        help_text="The day on which you mean to freeze it. Nothing freezes by itself.",
        error_messages={"required": "Enter the day on which you mean to freeze it"},
    )

    class Meta:
        model = ReportingPeriod
        fields = ["name", "meeting", "leads_by", "chairs_by", "freezes_on"]
        labels = {"meeting": "For which meeting"}
        help_texts = {"meeting": "Where the reports are read."}

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        if self.is_new:
            del self.fields["reason"]


class FreezeForm(EditForm):
    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        self.fields["reason"].label = "Anything the history should say of it"


class ReopenForm(EditForm):
    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        del self.fields["version"]
        self.fields["reason"].required = True
        self.fields["reason"].label = "Why it is reopened"
        self.fields["reason"].error_messages["required"] = "Say why the period is reopened"


class QuestionForm(EditForm):
    question = forms.CharField(
        label="Your question",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Everybody who reads the plan can read it.",
        error_messages={"required": "Ask the question"},
    )

    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        del self.fields["version"]
        del self.fields["reason"]
