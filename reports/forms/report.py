"""Forms of the yearly report: starting one, and writing a section."""

from django import forms
from django.core.exceptions import ValidationError

from partnership.editing import conflicts
from partnership.forms.base import DayMonthYearField, Form, Radios
from partnership.forms.edit import EditForm
from partnership.history import StaleRecord
from reports.models import Framework
from reports.services.report import SECTION_LIMIT, start_report, write_section


class ReportForm(Form):
    """Which plan, for which period. ``plans`` is a QuerySet of the plans to choose from."""

    label_size = "s"

    plan = forms.ModelChoiceField(queryset=None, empty_label=None, widget=Radios)
    title = forms.CharField(
        max_length=200,
        help_text="As printed on the cover, such as Yearly report 2025 to 2026.",
    )
    starts_on = DayMonthYearField(label="First day", help_text="For example, 1 4 2025")
    ends_on = DayMonthYearField(label="Last day", help_text="For example, 31 3 2026")
    framework = forms.ModelChoiceField(
        label="What the report must include",
        queryset=Framework.objects.all(),
        empty_label=None,
        widget=Radios,
        help_text="The arrangements or guidance that set its sections.",
    )

    def __init__(self, *args, plans, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans
        for name in ("plan", "framework"):
            choices = list(self.fields[name].queryset[:2])
            if len(choices) == 1:
                self.initial[name] = choices[0].pk

    def start(self, *, by):
        """The new report, or None with the reasons beside the fields."""
        values = dict(self.cleaned_data)
        try:
            return start_report(values.pop("plan"), by=by, **values)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class SectionForm(Form):
    """The text of a section, and the version of the section that its author saw."""

    text_limit = SECTION_LIMIT
    label_size = "m"
    mark_optional = False
    stale = None  # a partnership.editing.conflicts.Stale, after a stale save

    text = forms.CharField(
        label="Your text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Do not name or describe a child, an adult at risk, a family or a case. A blank line begins a "
        "paragraph; “- ” begins a point in a list; **two stars** make words bold; "
        "[words](https://…) make a link.",
    )
    version = forms.IntegerField(
        label="Version", widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000
    )

    def __init__(self, data=None, *, section, typed):
        """``typed`` is input restored after a session expired: {} for none."""
        saved = {"text": section.text, "version": section.version}
        super().__init__(data, initial=saved | typed)

    def save(self, section, *, by):
        """Whether the text was saved; if not, the form has the errors and keeps the input."""
        values = {"text": self.cleaned_data["text"], "seen": self.cleaned_data["version"]}
        try:
            write_section(section, by=by, **values)
        except StaleRecord as late:
            self._refuse_stale(late.record)
        except ValidationError as refusal:
            self.add_error(None, refusal)
        else:
            return True
        return False

    def _refuse_stale(self, current):
        """Show both texts, and accept a second, deliberate save."""
        label = self.fields["text"].label
        self.stale = conflicts.find_conflict(
            current,
            seen=self.cleaned_data["version"],
            saved={label: current.text},
            typed={label: self.cleaned_data["text"]},
            fields={"text": label},
        )
        self.data = self.data.copy()
        self.data["version"] = str(current.version)
        self.add_error(
            None, "Someone else saved this after you opened it. Your changes are not saved."
        )


class ReportWithdrawForm(EditForm):
    """Confirms that a report is withdrawn, and says why."""

    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        doing = "withdrawing the report"
        self.require_reason(f"Reason for {doing}", f"Enter a reason for {doing}")
