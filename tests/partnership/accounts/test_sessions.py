"""One's own account and sessions: seeing them, and ending one from elsewhere."""

import pytest
from django.test import Client

from partnership.accounts.sessions import browser_named
from partnership.models import SecurityEvent
from tests.helpers import builders
from tests.helpers.factors import give_app, sign_in

SESSIONS = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def browser(user, user_agent=""):
    client = Client(headers={"user-agent": user_agent})
    sign_in(client, user)
    return client


def is_in(client):
    return client.get("/accounts/").status_code == 200


def ids(user):
    return list(user.usersession_set.order_by("created_at", "pk").values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (IPHONE, "Safari on an iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_browsers_have_names(user_agent, name):
    assert browser_named(user_agent) == name


def test_all_of_them_are_listed_and_nobody_elses(people):
    client = browser(people.member, FIREFOX)
    browser(people.member, IPHONE)
    browser(people.chair, "Mozilla/5.0 (Macintosh) Safari/605")
    page = client.get(SESSIONS).content.decode()

    assert page.count("Signed in on ") == 2
    assert page.count("This device") == 1
    assert page.index("Firefox on Windows") < page.index("This device") < page.index("an iPhone")
    assert "a Mac" not in page
    assert "2 places" in client.get("/accounts/").content.decode()


def test_one_is_ended_and_is_out_on_its_next_request(people):
    here, there, third = (browser(people.member) for _ in range(3))
    response = here.post(f"{SESSIONS}{ids(people.member)[1]}/end/", follow=True)

    assert "That session has been signed out." in response.content.decode()
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]


def test_all_others_are_ended(people):
    here, there, third = (browser(people.member) for _ in range(3))
    other_person = browser(people.chair)
    response = here.post(SESSIONS, follow=True)

    assert "You have been signed out everywhere else." in response.content.decode()
    assert [is_in(client) for client in (here, there, third)] == [True, False, False]
    assert is_in(other_person)


def test_another_persons_is_not(people):
    client, theirs = browser(people.member), browser(people.chair)
    response = client.post(f"{SESSIONS}{ids(people.chair)[0]}/end/")

    assert response.status_code == 404
    assert is_in(theirs)


def test_ones_own_goes_by_signing_out(people):
    client = browser(people.member)
    assert client.post(f"{SESSIONS}{ids(people.member)[0]}/end/").url == "/accounts/sign-out/"
    assert is_in(client)


def test_opening_a_link_ends_no_session(people):
    client = browser(people.member)
    browser(people.member)
    assert client.get(f"{SESSIONS}{ids(people.member)[1]}/end/").url == SESSIONS
    assert len(ids(people.member)) == 2


def test_a_foreign_page_ends_nothing(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.member)
    there = browser(people.member)
    assert client.post(SESSIONS).status_code == 403
    assert is_in(there)


def test_a_new_password_ends_the_others(people):
    here, there = browser(people.member), browser(people.member)
    new = "copper lantern thursday"
    data = {"oldpassword": builders.PASSWORD, "password1": new, "password2": new}
    here.post("/accounts/password/change/", data)

    assert [is_in(client) for client in (here, there)] == [True, False]


def test_signing_in_changes_the_sessions_key(people, client):
    """A session key that someone else put into the browser is worthless afterwards."""
    client.get("/accounts/sign-in/?next=/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    sign_in(client, people.member)

    assert client.session.session_key != planted
    attacker = Client()
    attacker.cookies["sessionid"] = planted
    assert not is_in(attacker)


def test_another_person_in_the_same_browser_inherits_nothing(people, client):
    sign_in(client, people.member)
    session = client.session
    session["hers"] = "yes"
    session.save()
    client.force_login(people.chair)
    assert "hers" not in client.session


def test_ending_a_session_is_in_the_security_log(people):
    here, _ = browser(people.member), browser(people.member)
    here.post(f"{SESSIONS}{ids(people.member)[1]}/end/")
    events = SecurityEvent.objects.filter(by=people.member, kind="session_ended")
    assert events.count() == 1


def test_account_says_what_is_set_up(people):
    client = browser(people.member)
    page = client.get("/accounts/").content.decode()
    assert page.count("Not set up") == 2

    give_app(people.member)
    page = client.get("/accounts/").content.decode()
    assert page.count("Not set up") == 1
    assert people.member.email in page


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("page", ["/accounts/", SESSIONS])
def test_the_page_of_sessions_asks_the_same_however_many_there_are(
    people, page, number, django_assert_num_queries
):
    client, *_ = (browser(people.member) for _ in range(number))
    factors = 1 if page == "/accounts/" else 0
    # session, person, memberships with partnership and house style, their sessions, which of them can be used
    with django_assert_num_queries(5 + factors):
        client.get(page)


def test_one_that_ended_by_a_new_password_is_not_listed(people):
    here, _ = browser(people.member), browser(people.member)
    new = "copper lantern thursday"
    data = {"oldpassword": builders.PASSWORD, "password1": new, "password2": new}
    here.post("/accounts/password/change/", data)
    assert here.get(SESSIONS).content.decode().count("Signed in on ") == 1
