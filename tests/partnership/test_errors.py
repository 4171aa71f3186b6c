"""Error pages: what to do, and who can help."""

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import get_resolver

from partnership import change
from partnership.middleware import HistoryMiddleware
from partnership.views.errors import bad_request, broken, too_many


def test_not_found_inside_a_partnership_keeps_its_frame(people, client_as):
    response = client_as(people.member).get("/ashshire/nothing/here/")
    page = response.content.decode()

    assert response.status_code == 404
    assert "Page not found" in page
    assert people.business_manager.name in page
    assert 'href="/ashshire/plan/"' in page


def test_not_found_elsewhere_names_nobody_elses_people(people, client_as):
    page = client_as(people.member).get("/birchshire/agencies/").content.decode()

    assert "Birchshire" not in page
    assert people.outsider.email not in page


def test_not_found_for_nobody(people, client):
    response = client.get("/ashshire-nothing/here/")

    assert response.status_code == 404
    assert people.business_manager.email not in response.content.decode()


def test_forbidden_says_why_and_who_can_help(people, client_as):
    response = client_as(people.member).get("/ashshire/manage/")
    page = response.content.decode()

    assert response.status_code == 403
    assert "Your role does not allow you to manage this partnership." in page
    assert people.business_manager.email in page


def test_a_form_from_an_old_page_is_refused_in_words(people):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/sign-in/", {"login": "x"})

    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/accounts/password/reset/?a=1", "/accounts/password/reset/"),
        ("http://evil.example/accounts/password/", "/accounts/sign-in/"),
        ("http://[", "/accounts/sign-in/"),
        ("", "/accounts/sign-in/"),
    ],
)
def test_and_a_button_opens_the_page_again(people, referer, back):
    client = Client(enforce_csrf_checks=True)
    page = client.post("/accounts/sign-in/", {"login": "x"}, headers={"referer": referer}).text
    assert f'<a class="govuk-button" href="{back}"' in page
    assert "Open the page again" in page


@pytest.mark.django_db
def test_enormous_request_is_refused_in_words(client):
    data = {"login": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    response = client.post("/accounts/sign-in/", data)

    assert response.status_code == 400
    assert "too large or not valid" in response.content.decode()


@pytest.mark.parametrize(("view", "status"), [(bad_request, 400), (too_many, 429)])
def test_needs_nobody_recognised(view, status):
    """An unknown host is refused before authentication."""
    response = view(RequestFactory().get("/"), SuspiciousOperation())

    assert response.status_code == status
    assert "othing was saved" in response.content.decode()


def test_broken_asks_nothing_of_the_database(monkeypatch):
    monkeypatch.setattr(connection, "cursor", None)
    response = broken(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "There is a problem with this service" in response.content.decode()


def test_django_finds_them():
    resolver = get_resolver("partnership.urls")

    for status in (400, 403, 404, 500):
        assert resolver.resolve_error_handler(status).__module__ == "partnership.views.errors"


def test_changes_know_through_which_page_they_were_made(people, client_as, monkeypatch):
    seen = []
    inside = HistoryMiddleware.process_view

    def process_view(self, *args):
        inside(self, *args)
        seen.append(change._through.get())

    monkeypatch.setattr(HistoryMiddleware, "process_view", process_view)
    client = client_as(people.business_manager)
    client.get("/ashshire/agencies/")
    client.get("/admin/")

    assert seen == [("page", "partnership:agencies"), ("admin", "admin:index")]
    assert change._through.get() == ("command", "shell")
