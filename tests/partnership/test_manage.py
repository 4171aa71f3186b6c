"""Manage, and the pages of what a partnership sets once."""

import re

import pytest
from django.urls import reverse

from partnership.history import recording
from partnership.models import HouseStyle, RatingDefinition
from partnership.services.settings import change_ratings

MANAGE = "/ashshire/manage/"


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


def page(name):
    return reverse(f"partnership:{name}", args=["ashshire"])


def ratings_of(people):
    return list(RatingDefinition.objects.filter(partnership=people.partnership))


def ratings_data(people, **values):
    data = {}
    for one in ratings_of(people):
        data |= {
            f"label_{one.pk}": one.label,
            f"meaning_{one.pk}": one.meaning,
            f"version_{one.pk}": one.version,
        }
    return data | values


def test_every_job_has_a_page_of_ours_and_the_tools_come_last(people, client):
    main = client.get(MANAGE).text.partition("<main")[2].partition("</main>")[0]
    links = re.findall(r'href="([^"]+)"', main)
    assert len(links) > 12
    assert [link for link in links if link.startswith("/admin/")] == links[-1:]
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_saves_the_days_of_reminders(people, client):
    values = {"reminder_days": "21, 7", "version": people.partnership.version}
    assert client.post(page("reminders"), values).url == MANAGE
    people.partnership.refresh_from_db()
    assert people.partnership.reminder_offsets == [7, 21]
    answer = client.post(page("reminders"), {"reminder_days": "soon", "version": 2})
    assert "Enter whole numbers of days separated by commas" in answer.text


def test_saves_who_needs_a_second_factor(people, client):
    values = {"second_factor": "everybody", "version": people.partnership.version}
    assert client.post(page("second_factor"), values).url == MANAGE
    people.partnership.refresh_from_db()
    assert people.partnership.second_factor == "everybody"


class TestHouseStyle:
    def test_saves_colour_and_marking(self, people, client):
        style = people.partnership.house_style
        values = {"colour": "#123456", "marking": "OFFICIAL", "version": style.version}
        assert client.post(page("house_style"), values).url == MANAGE
        text = client.get(MANAGE).text
        assert 'content="#123456"' in text
        assert "OFFICIAL" in text

    @pytest.mark.parametrize(
        ("colour", "sentence"),
        [("#ffff00", "White text is not readable"), ("red", "Enter a colour like #1d4f7a.")],
    )
    def test_refuses_a_colour(self, people, client, colour, sentence):
        values = {
            "colour": colour,
            "marking": "",
            "version": people.partnership.house_style.version,
        }
        assert sentence in client.post(page("house_style"), values).text

    def test_a_partnership_without_one_gets_one(self, people, client):
        with recording(by=people.business_manager):
            people.partnership.house_style.delete()
        client.post(page("house_style"), {"colour": "#123456", "marking": ""})
        assert HouseStyle.objects.get(partnership=people.partnership).colour == "#123456"


class TestRatings:
    def test_saves_all_in_one_change(self, people, client):
        red, amber, *_ = ratings_of(people)
        values = {f"label_{red.pk}": "Stuck", f"meaning_{amber.pk}": "Nearly."}
        assert client.post(page("ratings"), ratings_data(people, **values)).url == MANAGE
        red.refresh_from_db()
        amber.refresh_from_db()
        assert (red.label, amber.meaning) == ("Stuck", "Nearly.")
        assert red.history.latest().change_id == amber.history.latest().change_id

    @pytest.mark.parametrize(
        ("value", "sentence"),
        [
            ("", "Enter the label of Red"),
            ("amber", "Give each rating a label of its own"),
            ("x" * 31, "Label must be 30 characters or less"),
        ],
    )
    def test_refuses_with_a_sentence(self, people, client, value, sentence):
        red = ratings_of(people)[0]
        answer = client.post(page("ratings"), ratings_data(people, **{f"label_{red.pk}": value}))
        assert sentence in answer.text
        red.refresh_from_db()
        assert red.label == "Red"

    def test_a_conflict_shows_both(self, people, client):
        red = ratings_of(people)[0]
        typed = ratings_data(people, **{f"label_{red.pk}": "Mine"})
        words = [(red, "Theirs", red.meaning, red.version)]
        change_ratings(people.partnership, by=people.business_manager, words=words)
        answer = client.post(page("ratings"), typed)
        assert (answer.status_code, "Theirs" in answer.text) == (409, True)
        red.refresh_from_db()
        client.post(page("ratings"), typed | {f"version_{red.pk}": red.version})
        red.refresh_from_db()
        assert red.label == "Mine"
