"""The forms of an action: its wording and place, and its timescale (which a priority has too)."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from partnership.forms.base import (
    Checkboxes,
    DatePartsField,
    Form,
    Radios,
    RecordsField,
    month_number,
)
from plans import models
from plans.forms.editing import PartForm, PlanRecordForm
from plans.models import Precision, TimescaleKind
from plans.models.timescale import DATED_KINDS, date_words
from plans.timescales.parse import read_timescale_words


class ActionForm(PartForm):
    CHOICES = {
        "priority": "priority_set",
        "objective": "objective_set",
        "follows": "action_set",
        "drivers": "driver_set",
        "themes": "theme_set",
        "other_priorities": "priority_set",
    }
    LINKS = ("driver_links", "theme_links", "priority_links", "leads")

    other_priorities = RecordsField(
        label="Also named under these priorities",
        queryset=None,
        required=False,
        widget=Checkboxes,
        help_text="The plan prints and counts the action under its own priority, and refers to it under these.",
    )
    drivers = RecordsField(
        label="Why it exists (drivers)", queryset=None, required=False, widget=Checkboxes
    )
    themes = RecordsField(label="Themes", queryset=None, required=False, widget=Checkboxes)

    class Meta:
        model = models.Action
        fields = [
            "reference",
            "title",
            "wording",
            "priority",
            "objective",
            "importance",
            "starts_words",
            "follows",
            "further_actions",
            "resources",
            "note",
            "position",
        ]
        labels = {
            "starts_words": "Not to start before",
            "note": "Note about how this appears in the published plan",
            "position": "Order in print",
        }
        help_texts = {
            "starts_words": "A month or day, such as April 2027, or what has to happen first.",
            "reference": "As printed in the plan, such as 1.3.",
            "title": "A few words to identify the action in lists.",
        }
        widgets = {
            "importance": Radios,
            "further_actions": forms.Textarea(attrs={"rows": 3}),
            "resources": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        if "other_priorities" in self.fields and self.plan.priority_set.count() < 2:
            del self.fields["other_priorities"]
        if self.is_new:
            return
        self.initial["starts_words"] = record.start
        self.fields["follows"].queryset = record.plan.action_set.exclude(pk=record.pk)
        self.initial["drivers"] = [link.driver_id for link in record.driver_links.all()]
        self.initial["themes"] = [link.theme_id for link in record.theme_links.all()]
        self.initial["other_priorities"] = [
            link.priority_id for link in record.priority_links.all()
        ]

    def place_of(self, name):
        return "starts_words" if name == "starts_on" else super().place_of(name)


@dataclass(frozen=True)
class DueDate:
    """A date as precise as it was typed: a month is represented by any day in it."""

    on: date
    precision: str

    def __str__(self):
        return date_words(self.on, self.precision)

    # Attributes that the widget shows
    @property
    def day(self):
        return self.on.day if self.precision == Precision.DAY else ""

    @property
    def month(self):
        return self.on.month

    @property
    def year(self):
        return self.on.year


class DueField(DatePartsField):
    """A month and year, or a day, month and year."""

    def to_python(self, value):
        if value is None or isinstance(value, DueDate):
            return value
        typed = {n: (v or "").strip() for n, v in zip(self.part_names, value, strict=True)}
        if not any(typed.values()):
            return None
        missing = [name for name in ("month", "year") if not typed[name]]
        if missing:
            self._refuse(f"must include a {' and a '.join(missing)}", missing)
        year, month = self._year(typed["year"]), self._month(typed["month"])
        if not typed["day"]:
            return DueDate(date(year, month, 1), Precision.MONTH)
        try:
            return DueDate(date(year, month, int(typed["day"])), Precision.DAY)
        except (ValueError, OverflowError):
            raise _wrong("Day must be a real day of that month", "day") from None

    def _month(self, typed):
        try:
            number = month_number(typed)
        except ValueError:
            number = 0
        if not 1 <= number <= 12:
            raise _wrong("Month must be a real month, 1 to 12", "month")
        return number

    def _year(self, typed):
        if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
            raise _wrong("Year must have 4 numbers, like 2026", "year")
        if not 2000 <= int(typed) <= 2100:
            raise _wrong("Year must be between 2000 and 2100", "year")
        return int(typed)


def _wrong(sentence, part):
    return ValidationError(sentence, code="invalid", params={"parts": [part]})


READ = "read"  # the choice “read the kind from the words”


class TimescaleFields(Form):
    """When: the kind, the date, and the words as in the plan, from which both can be read.

    Whatever is read only in part is marked as a date to check, until someone ticks that they have checked it, sets
    another date or writes words that are read whole.
    """

    unread = False  # whether the words could not be read and a person still has to check them
    checks = None  # the record or proposal whose date is to be checked

    kind = forms.ChoiceField(
        label="Kind of timescale",
        choices=[(READ, "Work it out from the text"), *TimescaleKind.choices],
        initial=TimescaleKind.NONE,
        widget=Radios(
            hints={
                READ: "Enter it below as in the plan, such as “By December 2026”, “Q3 2026/27”, “Ongoing” or “TBC”.",
                TimescaleKind.MONTH: "Becomes overdue when the month has ended.",
                TimescaleKind.SEVERAL: "Enter the last date here, and list all the dates in the text below.",
            }
        ),
    )
    due = DueField(
        label="Date",
        required=False,
        help_text="For example, 10 2026 or 31 10 2026. Leave the day blank if you only know the month.",
    )
    words = forms.CharField(
        label="Wording in the plan",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only if the plan words it differently. Leave blank to create the wording from the date.",
    )
    checked = forms.BooleanField(label="I have checked this date", required=False)

    def ask_to_check(self, record):
        """Ask for the tick if ``record`` has a date to check."""
        self.checks = record if record is not None and record.needs_check else None
        if self.checks is None:
            del self.fields["checked"]

    def clean(self):
        cleaned = super().clean()
        cleaned.update(rhythm="", needs_check=False)
        kind, due = cleaned.get("kind"), cleaned.get("due")
        if kind == READ and due is not None:
            self.add_error("due", "Clear the date, or choose what kind of date it is")
        elif kind == READ:
            self._read_words(cleaned)
        elif kind and "due" not in self.errors and (sentence := _misfit(kind, due)):
            self.add_error("due", sentence)
        elif kind and self.checks is not None:
            cleaned["needs_check"] = not cleaned.get("checked") and self._is_same_date(kind, due)
        if cleaned.get("kind") == TimescaleKind.ONGOING:
            cleaned["rhythm"] = read_timescale_words(cleaned.get("words", "")).rhythm
        return cleaned

    def _is_same_date(self, kind, due):
        """Whether kind and date are as before: another date, set by hand, needs no check."""
        dated = self.checks.due_on
        before = dated and str(DueDate(dated, self.checks.due_precision))
        return (kind, str(due) if due else None) == (self.checks.timescale_kind, before or None)

    def _read_words(self, cleaned):
        """Take kind and date from the words. Words that cannot be parsed are kept as text and never refused."""
        period = {"starts_on": self.plan.starts_on, "ends_on": self.plan.ends_on}
        read = read_timescale_words(cleaned.get("words", ""), **period)
        if read.offer:
            self._offer(read.offer)
        cleaned["kind"] = read.kind
        cleaned["due"] = DueDate(read.due_on, read.precision) if read.due_on else None
        cleaned["needs_check"] = read.needs_check and not cleaned.get("checked")
        self.unread = not read.is_understood

    def _offer(self, read):
        """Show the page again with what the words may mean filled in, to be confirmed by saving it."""
        due = DueDate(read.due_on, read.precision)
        self.data = self.data.copy()
        self.data["kind"] = read.kind
        for part in DueField.part_names:
            self.data[f"due_{part}"] = str(getattr(due, part))
        self.add_error(
            "words", f"Did you mean {due}? If so, save again. If not, change the date or the kind"
        )

    def refuse_lagging_words(self, cleaned, words, due_on):
        """Refuse unchanged ``words`` that still name the month of ``due_on`` although the date has moved."""
        new, typed = cleaned["due"], cleaned["words"].lower()
        if not due_on or typed != words.lower():
            return
        same = new and (new.on.month, new.on.year) == (due_on.month, due_on.year)
        if not same and f"{due_on:%b}".lower() in typed and f"{due_on:%Y}" in typed:
            self.add_error(
                "words", "This wording still has the old date. Change it or clear the box"
            )


def _misfit(kind, due):
    """Why a date does not fit a kind of timescale; "" if it does."""
    if kind in DATED_KINDS and due is None:
        return "Enter the date, or choose another kind of timescale"
    if due is None:
        return ""
    if kind not in DATED_KINDS:
        return f"Clear the date, or choose a kind other than “{TimescaleKind(kind).label}”"
    if kind == TimescaleKind.DATE and due.precision == Precision.MONTH:
        return "Enter the day as well, or choose “In a month”"
    if kind in (TimescaleKind.MONTH, TimescaleKind.BY_MONTH) and due.precision == Precision.DAY:
        return "Clear the day, or choose “On a day”"
    return ""


def timescale_of(cleaned):
    """The arguments of ``read_timescale``, popped from the cleaned data of TimescaleFields."""
    cleaned.pop("checked", None)
    due = cleaned.pop("due")
    return {
        "kind": cleaned.pop("kind"),
        "words": cleaned.pop("words"),
        "due_on": due.on if due else None,
        "precision": due.precision if due else "",
        "rhythm": cleaned.pop("rhythm"),
        "needs_check": cleaned.pop("needs_check"),
    }


class TimescaleForm(TimescaleFields, PlanRecordForm):
    """Moving the timescale of an action or a priority."""

    agreed_where = forms.CharField(
        label="Where it was agreed",
        required=False,
        max_length=200,
        help_text="For example, Executive, 12 March 2026.",
    )

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, **kwargs)
        due = DueDate(record.due_on, record.due_precision) if record.due_on else None
        self.initial.update(kind=record.timescale_kind, words=record.timescale_words, due=due)
        self.ask_to_check(record)
        if record.plan.is_draft:
            del self.fields["agreed_where"]
        else:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = (
                "Enter a reason for changing the timescale"
            )

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.refuse_lagging_words(cleaned, self.record.timescale_words, self.record.due_on)
        return cleaned

    def texts_typed(self):
        return super().texts_typed() | (
            {"Where it was agreed": ""} if "agreed_where" in self.fields else {}
        )

    def values(self):
        values = super().values()
        return values | timescale_of(values)
