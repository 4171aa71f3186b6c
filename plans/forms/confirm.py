"""Forms of confirmation pages: remove something, agree a plan, close a plan."""

from django import forms

from plans.forms.editing import PlanRecordForm
from plans.models import Action, SuccessMeasure


class PartRemoveForm(PlanRecordForm):
    """Removes a part of the plan; a reason is required for parts that people follow."""

    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        self.fields["reason"].label = "Reason for removing it"
        if isinstance(record, Action | SuccessMeasure):
            missing = f"Enter a reason for removing the {record._meta.verbose_name}"
            self.require_reason("Reason for removing it", missing)


class AgreeForm(PlanRecordForm):
    agreed_where = forms.CharField(
        label="Where it was agreed",
        required=False,
        max_length=200,
        help_text="For example, Executive, 12 March 2026.",
    )

    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        self.fields["reason"].label = "Reason (optional)"


class CloseForm(PlanRecordForm):
    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        self.require_reason("Reason for closing the plan", "Enter a reason for closing the plan")


class PlanWithdrawForm(PlanRecordForm):
    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        doing = "withdrawing the plan"
        self.require_reason(f"Reason for {doing}", f"Enter a reason for {doing}")
