"""Who must show a second factor, and what is closed to them until they do."""

import pytest

from partnership.accounts.second_factor import must_show_second_factor
from partnership.models import User
from tests.helpers.builders import TODAY
from tests.helpers.factors import (
    REMOVE_APP,
    SET_UP,
    ask_for,
    code_of,
    confirm,
    give_app,
    set_up_app,
    sign_in,
    sign_in_with_code,
)

pytestmark = pytest.mark.usefixtures("commits_at_once")


@pytest.mark.parametrize(
    ("installation", "partnership", "must"),
    [
        ("nobody", "nobody", set()),
        ("nobody", "business_managers", {"business_manager"}),
        ("nobody", "everybody", {"business_manager", "chair", "member"}),
        ("business_managers", "nobody", {"business_manager", "outsider"}),
        ("business_managers", "everybody", {"business_manager", "chair", "member", "outsider"}),
        ("everybody", "nobody", {"business_manager", "chair", "member", "outsider"}),
    ],
)
def test_the_stricter_rule_holds(people, settings, installation, partnership, must):
    settings.SECOND_FACTOR = installation
    ask_for(people.partnership, partnership)
    asked = {
        key
        for key in ("business_manager", "chair", "member", "outsider")
        if must_show_second_factor(User.objects.get(pk=getattr(people, key).pk), on=TODAY)
    }
    assert asked == must


@pytest.mark.parametrize("rule", ["nobody", "business_managers", "everybody"])
def test_installation_staff_are_asked_like_business_managers(db, settings, rule):
    settings.SECOND_FACTOR = rule
    staff = User.objects.create_superuser("staff@installation.example", "x", name="Staff")
    assert must_show_second_factor(staff, on=TODAY) is (rule != "nobody")


CLOSED = [
    "/",
    "/ashshire/",
    "/ashshire/agencies/",
    "/ashshire/manage/",
    "/admin/",
    "/admin/partnership/agency/",
    "/accounts/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/recovery-codes/",
]


def test_who_must_and_has_none_gets_to_the_set_up_page_alone(people, client):
    ask_for(people.partnership, "business_managers")
    sign_in(client, people.business_manager)

    assert {client.get(page).url for page in CLOSED} == {SET_UP}
    assert client.post("/ashshire/style.css").status_code != 302
    for page in (SET_UP, "/help/", "/privacy/", "/accessibility/", "/ashshire/style.css"):
        assert client.get(page).status_code == 200, page
    assert "You must set up a second factor" in client.get(SET_UP).content.decode()


def test_others_go_on_as_before(people, client):
    ask_for(people.partnership, "business_managers")
    sign_in(client, people.chair)

    assert client.get("/ashshire/agencies/").status_code == 200
    assert "You must set up" not in client.get(SET_UP).content.decode()


def test_once_set_up_the_door_is_open(people, client):
    ask_for(people.partnership, "everybody")
    sign_in(client, people.business_manager)
    confirm(client)
    set_up_app(client)

    assert client.get("/ashshire/agencies/").status_code == 200
    assert client.get("/admin/").status_code == 200
    client.post(REMOVE_APP)
    assert client.get("/admin/").url == SET_UP


def test_shown_at_sign_in_it_counts(people, client):
    ask_for(people.partnership, "everybody")
    give_app(people.member)
    sign_in_with_code(client, people.member)

    assert client.get("/ashshire/agencies/").status_code == 200


def test_a_session_from_before_it_was_set_up_is_asked_for_it(people, client, client_as):
    """Someone with a stolen password was signed in already."""
    sign_in(client, people.member)
    give_app(people.member)
    ask_for(people.partnership, "everybody")
    response = client.get("/ashshire/agencies/")
    assert response.url == "/accounts/second-factor/confirm/?next=%2Fashshire%2Fagencies%2F"

    confirm(client)
    assert client.get("/ashshire/agencies/").status_code == 302
    assert client.post(response.url, {"code": code_of()}).url == "/ashshire/agencies/"
    assert client.get("/ashshire/agencies/").status_code == 200


def test_another_persons_second_factor_does_not_count(people, client):
    ask_for(people.partnership, "everybody")
    give_app(people.chair)
    sign_in_with_code(client, people.chair)
    client.force_login(people.member)

    assert client.get("/ashshire/agencies/").url == SET_UP


def test_what_was_typed_is_kept_meanwhile(people, client, client_as):
    browser = client_as(people.business_manager)
    ask_for(people.partnership, "everybody")
    response = browser.post("/ashshire/plans/new/", {"title": "A plan"})
    assert response.url == SET_UP
