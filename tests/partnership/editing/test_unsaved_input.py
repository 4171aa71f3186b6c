"""Input from before a session expired is restored to the person who typed it, and to no one else."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from partnership.editing.unsaved_input import LIMIT
from reports.models import Section
from tests.helpers.builders import PASSWORD, action_of

TYPED = {"rating": "amber", "comment": "Half an hour of typing."}


@pytest.fixture
def page(plan):
    action = action_of(plan, "1.1")
    return reverse("plans:action_progress", args=["ashshire", action.pk])


def sealed(client, page):
    """The hidden sealed input of the form on the page."""
    html = client.get(page).text
    return {"seal": re.search(r'name="seal" value="([^"]+)"', html)[1]}


def sign_in(client, person, then):
    data = {"login": person.email, "password": PASSWORD}
    return client.post(f"/accounts/sign-in/?next={then}", data)


def sent_without_a_session(client, person, page, **typed):
    client.force_login(person)
    seal = sealed(client, page)
    client.logout()
    response = client.post(page, TYPED | seal | typed)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/sign-in/")


def test_it_comes_back_after_signing_in_again_once(client, people, page):
    sent_without_a_session(client, people.chair, page)
    sign_in(client, people.chair, page)
    assert TYPED["comment"] in client.get(page).text
    assert TYPED["comment"] not in client.get(page).text


def test_unsaved_input_is_shown_to_nobody_else(client, people, page):
    sent_without_a_session(client, people.chair, page)
    sign_in(client, people.business_manager, page)
    assert TYPED["comment"] not in client.get(page).text


def test_it_comes_back_on_its_own_page_alone(client, people, plan, page):
    sent_without_a_session(client, people.chair, page)
    sign_in(client, people.business_manager, page)
    other = reverse("plans:action_progress", args=["ashshire", action_of(plan, "1.2").pk])
    assert TYPED["comment"] not in client.get(other).text


@pytest.mark.parametrize("typed", [{"seal": "made up"}, {"seal": ""}, {"comment": "x" * LIMIT}])
def test_what_is_not_sealed_or_too_long_is_not_kept(client, people, page, typed):
    sent_without_a_session(client, people.chair, page, **typed)
    assert "unsaved" not in client.session


def test_a_token_of_an_older_session_keeps_it_too(people, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.chair)
    response = client.post(page, TYPED | sealed(client, page))
    assert response.status_code == 403
    assert "We have kept what you typed" in response.text
    assert TYPED["comment"] in client.get(page).text


def test_the_scrutineers_words_come_back_as_well(client, people, house):
    section = Section.objects.get(
        report__partnership=people.partnership, asked__writer="scrutineer"
    )
    page = reverse("reports:section", args=["ashshire", section.pk])
    client.force_login(people.scrutineer)
    seal = sealed(client, page)
    client.logout()
    client.post(page, {"text": "In the middle of", "version": section.version} | seal)
    sign_in(client, people.scrutineer, page)
    assert "In the middle of" in client.get(page).text
