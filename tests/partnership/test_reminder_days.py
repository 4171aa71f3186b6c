"""How many days before the due date people are reminded: set by the business manager, in the admin."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership.models import Partnership
from partnership.models.partnership import check_reminder_days
from tests.helpers.hostile import forms_of


@pytest.mark.parametrize(
    ("words", "days"),
    [("14, 3", [3, 14]), ("", []), (" ", []), ("7", [7]), (" 1,90 , 30", [1, 30, 90])],
)
def test_reminder_days_are_read_as_typed(words, days):
    check_reminder_days(words)
    assert Partnership(reminder_days=words).reminder_offsets == days


@pytest.mark.parametrize(
    "words",
    ["0", "91", "-3", "3;14", "3,", "3,3", "1,2,3,4,5,6", "three", "1.5", "٣", "9999", "3\n,x"],
)
def test_reminder_days_that_are_none_are_refused(words):
    with pytest.raises(ValidationError):
        check_reminder_days(words)


def test_two_weeks_and_three_days_unless_said_otherwise(people):
    assert people.partnership.reminder_offsets == [3, 14]


def test_set_by_the_business_manager(people, client_as):
    client = client_as(people.business_manager)
    page = reverse("admin:partnership_partnership_change", args=[people.partnership.pk])
    (form,) = [f for f in forms_of(client.get(page).text) if "reminder_days" in f.kinds]
    assert client.post(page, form.sent(reminder_days="21, 91")).status_code == 200
    people.partnership.refresh_from_db()
    assert people.partnership.reminder_days == "14, 3"
    assert client.post(page, form.sent(reminder_days="21, 7")).status_code == 302
    people.partnership.refresh_from_db()
    assert people.partnership.reminder_offsets == [7, 21]
    assert people.partnership.history.first().change.by == people.business_manager
