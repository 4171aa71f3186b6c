"""Forms of a reporting period: its name and days, freezing it, reopening it, and sending a return back."""

from django import forms

from partnership.forms.base import DayMonthYearField
from plans.forms.editing import PartForm, PlanRecordForm
from plans.models import ReportingPeriod


class PeriodForm(PartForm):
    leads_by = DayMonthYearField(
        label="Leads update by",
        help_text="For posts, agencies and people that lead an action.",
        error_messages={"required": "Enter the date by which leads update their actions"},
    )
    chairs_by = DayMonthYearField(
        label="Chairs submit by",
        help_text="You can still submit after this date, but it counts as late.",
        error_messages={"required": "Enter the date by which chairs submit"},
    )
    freezes_on = DayMonthYearField(
        label="Freezes on",
        help_text="The date you plan to freeze the period. It will not freeze automatically.",
        error_messages={"required": "Enter the date you plan to freeze the period"},
    )

    class Meta:
        model = ReportingPeriod
        fields = ["name", "meeting", "leads_by", "chairs_by", "freezes_on"]
        labels = {"meeting": "Meeting (optional)"}
        help_texts = {"meeting": "The meeting that will read the reports."}

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        if self.is_new:
            del self.fields["reason"]


class FreezeForm(PlanRecordForm):
    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        self.fields["reason"].label = "Reason (optional)"


class ReopenForm(PlanRecordForm):
    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        del self.fields["version"]
        self.require_reason("Reason for reopening", "Enter a reason for reopening the period")


class ChaseForm(PlanRecordForm):
    line = forms.CharField(
        label="A line of your own",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It comes first in the email.",
    )

    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        del self.fields["version"]
        del self.fields["reason"]


class QuestionForm(PlanRecordForm):
    question = forms.CharField(
        label="Your question",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Everyone who can read the plan will see this.",
        error_messages={"required": "Enter your question"},
    )

    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        del self.fields["version"]
        del self.fields["reason"]
