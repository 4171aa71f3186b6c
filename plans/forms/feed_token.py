"""Forms of the tokens of data feeds: create one, renew it, revoke it."""

from django import forms

from partnership.forms.base import Checkboxes, DayMonthYearField
from partnership.forms.edit import EditForm

NAME = "Say what it is for, such as Power BI of the performance team. It is in the security log."
DAY = "At most a year from now. Business managers get an email two weeks before."


def last_day():
    return DayMonthYearField(
        label="Last day",
        help_text=DAY,
        error_messages={"required": "Enter the last day on which the token works"},
    )


class FeedTokenForm(EditForm):
    name = forms.CharField(
        label="Name",
        max_length=60,
        help_text=NAME,
        error_messages={"required": "Enter a name for the token"},
    )
    tables = forms.MultipleChoiceField(
        label="Tables that it opens",
        widget=Checkboxes,
        error_messages={"required": "Select at least one table"},
    )
    includes_drafts = forms.BooleanField(
        label="Include draft plans",
        required=False,
        help_text="Members of your partnership cannot read these. Only tick this if everyone who reads the feed may.",
    )
    expires_on = last_day()

    def __init__(self, data=None, *, record, tables, **kwargs):
        """``tables`` are the FeedTables there are."""
        super().__init__(data, record=record, **kwargs)
        del self.fields["reason"]
        field = self.fields["tables"]
        field.choices = [(table.name, table.title) for table in tables]
        field.widget.hints = {table.name: table.meaning for table in tables}
        self.initial.setdefault("tables", [t.name for t in tables if not t.is_optional])


class RenewTokenForm(EditForm):
    expires_on = last_day()

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        self.fields["reason"].label = "Reason (optional)"


class RevokeTokenForm(EditForm):
    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        self.require_reason("Reason for revoking it", "Enter a reason for revoking the token")
