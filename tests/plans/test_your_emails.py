"""The page on which people choose the emails they get."""

import pytest

from plans.models import ReminderOptOut
from plans.services.reminder_preferences import choose_reminders, wanted_reminders
from tests.helpers.hostile import forms_of

ALL = ["due_today", "questioned", "challenged", "proposed", "due_soon", "opened", "frozen"]


@pytest.fixture
def client(people, client_as):
    return client_as(people.chair)


def ticked(client):
    (form,) = [f for f in forms_of(client.get("/accounts/emails/").text) if "wanted" in f.kinds]
    assert form.choices["wanted"] == ALL
    return form.values.get("wanted", [])


def test_everything_unless_they_say_otherwise(client):
    assert ticked(client) == ALL
    assert "You always get emails about overdue work" in client.get("/accounts/emails/").text


def test_emails_are_switched_off_and_on_again(people, client):
    page = client.post("/accounts/emails/", {"wanted": ["opened", "frozen"]}, follow=True)
    assert "Email choices saved." in page.text
    assert ticked(client) == ["opened", "frozen"]
    assert wanted_reminders(people.member) == ALL  # no other person's are changed
    client.post("/accounts/emails/", {"wanted": ALL})
    assert ReminderOptOut.objects.count() == 0


@pytest.mark.parametrize("wanted", ["overdue", "everything", "0"])
def test_what_is_no_choice_changes_nothing(people, client, wanted):
    choose_reminders(people.chair, wanted=["opened"])
    page = client.post("/accounts/emails/", {"wanted": [wanted]})
    assert page.status_code == 200
    assert "Email me about: choose one of the options." in page.text
    assert wanted_reminders(people.chair) == ["opened"]


def test_is_found_from_ones_account(client):
    page = client.get("/accounts/").text
    assert 'href="/accounts/emails/"' in page
    assert 'href="/accounts/calendar/"' in page
