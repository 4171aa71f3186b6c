"""Forms of confirmation pages: remove something, agree a plan, close a plan."""

from django import forms

from plans.forms.editing import EditForm
from plans.models import Action, SuccessMeasure


class RemoveForm(EditForm):
    """Removes a part of the plan; a reason is required for parts that people follow."""

    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        self.fields["reason"].label = "Reason for removing it"
        if isinstance(record, Action | SuccessMeasure):
            self.fields["reason"].required = True
            name = record._meta.verbose_name
            self.fields["reason"].error_messages["required"] = (
                f"Enter a reason for removing the {name}"
            )


class AgreeForm(EditForm):
    agreed_where = forms.CharField(
        label="Where it was agreed",
        required=False,
        max_length=200,
        help_text="For example, Executive, 12 March 2026.",
    )

    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        self.fields["reason"].label = "Reason (optional)"


class CloseForm(EditForm):
    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        self.fields["reason"].required = True
        self.fields["reason"].label = "Reason for closing the plan"
        self.fields["reason"].error_messages["required"] = "Enter a reason for closing the plan"


class WithdrawForm(EditForm):
    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        self.fields["reason"].required = True
        self.fields["reason"].label = "Reason for withdrawing the plan"
        self.fields["reason"].error_messages["required"] = "Enter a reason for withdrawing the plan"
