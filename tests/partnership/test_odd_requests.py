"""Requests that once broke a page, each one of a kind: tests/security/test_random_requests.py sends many of them."""

import pytest
from django.core.management import CommandError, call_command

from plans.models import Action
from tests.helpers.builders import action_of


@pytest.mark.parametrize("referer", ["http://[", "http://[::1", "//[x]/"])
def test_a_referer_that_is_no_address(people, plan, client_as, referer):
    action = action_of(plan, "1.1")
    client = client_as(people.business_manager)
    assert (
        client.get(f"/ashshire/actions/{action.pk}/edit/", headers={"referer": referer}).status_code
        == 200
    )


@pytest.mark.parametrize("address", ["/accounts/password/reset/", "/accounts/sign-in/"])
@pytest.mark.parametrize("wanted", ["http://[", "//[x]/"])
def test_a_next_page_that_is_no_address(people, client_as, address, wanted):
    response = client_as(None).get(address, {"next": wanted})
    assert response.status_code == 200
    assert f'href="{wanted}"' not in response.content.decode()


def test_the_admins_sign_in_leads_on_to_a_word(people, client_as):
    response = client_as(people.business_manager).get("/admin/login/", {"next": "anywhere"})
    assert (response.status_code, response.url) == (302, "anywhere")


@pytest.mark.parametrize("record", ["column", "reportingpoint", "actionpriority"])
def test_a_part_without_its_plan_or_action(people, plan, client_as, record):
    sent = {"heading": "When", "shows": "timescale", "priority": plan.priority_set.get().pk}
    response = client_as(people.business_manager).post(f"/admin/plans/{record}/add/", sent)
    assert response.status_code == 200
    assert "This field is required" in response.content.decode()


def test_an_admin_search_of_a_thousand_words(people, plan, client_as):
    client = client_as(people.business_manager)
    words = " ".join(f"w{n}" for n in range(1_005))
    page = client.get("/admin/plans/action/", {"q": words})
    assert page.status_code == 200
    found = client.get("/admin/plans/action/", {"q": Action.objects.first().title})
    assert Action.objects.first().title in found.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "yesterday"])
def test_a_day_of_a_command_that_nobody_means(db, settings, day):
    settings.SITE_URL = "https://plan.example.org"
    with pytest.raises(CommandError, match="write a day from 1900 to 2200"):
        call_command("send_reminders", "--dry-run", "--on", day)


def test_signing_out_clears_what_the_browser_kept(people, client_as):
    response = client_as(people.member).post("/accounts/sign-out/")
    assert response["Clear-Site-Data"] == '"cache"'
