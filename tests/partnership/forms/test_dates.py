"""Dates in parts: what is understood, what is refused and why, and what a model's form makes of them."""

from datetime import date

import pytest

from partnership.forms.base import DayMonthYearField, Form, ModelForm, MonthYearField
from partnership.models import Membership
from tests.partnership.forms.test_forms import Parts


class Dates(Form):
    due = DayMonthYearField(label="Due date")
    review = MonthYearField(label="Review", required=False)


def dates(day="", month="", year="", **more):
    return Dates({"due_day": day, "due_month": month, "due_year": year, **more})


def errors(form):
    return {name: list(found) for name, found in form.errors.items()}


@pytest.mark.parametrize("month", ["11", "Nov", "november", " 11 "])
def test_date_is_understood(month):
    form = dates("22", month, "2026")

    assert form.is_valid()
    assert form.cleaned_data == {"due": date(2026, 11, 22), "review": None}


def test_month_is_the_first_of_it():
    form = dates("1", "1", "2026", review_month="10", review_year="2027")

    assert form.is_valid()
    assert form.cleaned_data["review"] == date(2027, 10, 1)


@pytest.mark.parametrize(
    ("parts", "sentence", "marked"),
    [
        (("", "", ""), "Enter the due date", "day"),
        (("22", "", "2026"), "Due date must include a month.", "month"),
        (("", "11", ""), "Due date must include a day and a year.", "day"),
        (("31", "2", "2026"), "Due date must be a real date.", "day"),
        (("1", "13", "2026"), "Due date must be a real date.", "day"),
        (("1", "Novembre", "2026"), "Due date must be a real date.", "day"),
        (("9" * 30, "1", "2026"), "Due date must be a real date.", "day"),
        (("9" * 9_000, "1", "2026"), "Due date must be a real date.", "day"),
        (("1\x00", "1", "2026"), "Due date must be a real date.", "day"),
        (("1", "1", "26"), "Due date must have a year of 4 numbers, like 2026.", "year"),
        (("1", "1", "0001"), "Due date must be between 1900 and 2199.", "year"),
    ],
)
def test_impossible_date_names_the_part(parts, sentence, marked):
    form = dates(*parts)

    assert errors(form) == {"due": [sentence]}
    assert Parts(str(form)).links() == [(f"#id_due-{marked}", sentence)]


def test_date_of_a_record_is_shown_in_its_parts():
    parts = Parts(str(Dates(initial={"due": date(2026, 11, 22)})))

    values = [parts.by_id(f"id_due-{part}")[1]["value"] for part in ("day", "month", "year")]
    assert values == ["22", "11", "2026"]


def test_unchanged_date_has_not_changed():
    due = {"due": date(2026, 11, 22)}
    form = Dates({"due_day": "22", "due_month": "11", "due_year": "2026"}, initial=due)

    assert form.changed_data == []


def test_model_form_takes_dates_in_parts(people):
    class MembershipForm(ModelForm):
        class Meta:
            model = Membership
            fields = ["role", "since", "until"]
            field_classes = {"since": DayMonthYearField, "until": DayMonthYearField}

    data = {"role": "member", "since_day": "1", "since_month": "2", "since_year": "2026"}
    form = MembershipForm(data, instance=people.executive.memberships.get())

    assert form.is_valid(), form.errors
    assert form.instance.since == date(2026, 2, 1)
