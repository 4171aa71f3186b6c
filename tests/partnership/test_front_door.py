"""The site's root URL, and the pages that are the same for everyone."""

import pytest

from partnership.history import recording
from partnership.permissions import Role
from partnership.services.partnership import admit
from tests.helpers import builders


def test_nobody_is_asked_to_sign_in(db, client):
    assert client.get("/").url == "/accounts/sign-in/"


def test_one_partnership_is_opened(people, client_as):
    assert client_as(people.member).get("/").url == "/ashshire/"


def test_several_are_offered_with_what_one_is_there(people, client_as):
    other = people.elsewhere.people.partnership
    admit(people.scrutineer, other, by=None, role=Role.EXECUTIVE, since=builders.TODAY)
    page = client_as(people.scrutineer).get("/").content.decode()

    assert "Choose a partnership" in page
    assert 'href="/ashshire/"' in page
    assert 'href="/birchshire/"' in page
    assert "Executive" in page
    assert "Switch partnership" in page


def test_none_is_told_what_to_do(people, client_as):
    guest = builders.make_user("guest", "ashshire")
    page = client_as(guest).get("/").content.decode()

    assert "You do not belong to a partnership" in page
    assert guest.email in page
    assert "ashshire/" not in page


def test_ended_membership_no_longer_counts(people, client_as):
    membership = people.member.memberships.get()
    with recording(by=None):
        membership.until = builders.days_ago(1).date()
        membership.save()

    assert client_as(people.member).get("/").status_code == 200


@pytest.mark.parametrize("name", ["help", "accessibility", "privacy"])
def test_information_is_for_everybody(people, client_as, name):
    for person in (None, people.member, people.outsider):
        assert client_as(person).get(f"/{name}/").status_code == 200


def test_help_names_the_business_manager_to_their_own_people(people, client_as):
    manager = people.business_manager.email

    assert manager in client_as(people.member).get("/help/").content.decode()
    assert manager not in client_as(people.outsider).get("/help/").content.decode()
    assert manager not in client_as(None).get("/help/").content.decode()


def test_frame_names_partnership_person_and_their_pages(people, client_as):
    page = client_as(people.member).get("/help/").content.decode()

    assert "<title>Help – Ashshire Safeguarding Children Partnership</title>" in page
    assert people.member.name in page
    assert 'href="/ashshire/plan/"' in page
    assert 'href="/ashshire/manage/"' not in page


def test_manage_is_for_those_who_may(people, client_as):
    manager = client_as(people.business_manager)
    assert 'href="/ashshire/manage/"' in manager.get("/help/").content.decode()
    assert "House style" in manager.get("/ashshire/manage/").content.decode()
    for person in (people.executive, people.scrutineer, people.member, people.chair):
        assert client_as(person).get("/ashshire/manage/").status_code == 403
    assert client_as(people.outsider).get("/ashshire/manage/").status_code == 404
