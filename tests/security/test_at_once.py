"""Two business managers who end each other's membership: one of them stays, whoever is first."""

import pytest
from django.urls import reverse

from partnership.models import Membership, SecurityEvent, User
from partnership.services.partnership import admit
from subgroups.services.people import change_membership, end_membership
from tests.helpers.admin_pages import address, typed
from tests.helpers.at_once import at_once, on_postgres
from tests.helpers.builders import FOUNDED, TODAY, make_user


@pytest.fixture
def first(people):
    return people.business_manager.memberships.get()


@pytest.fixture
def second(people):
    user = make_user("second_manager", "ashshire")
    return admit(user, people.partnership, by=None, role="business_manager", since=FOUNDED.date())


def managing(partnership):
    return partnership.membership_set.managing(TODAY).count()


def events():
    return SecurityEvent.objects.count()


def refusals(outcomes):
    return [o[0].partition(" is the only")[2] for o in outcomes if isinstance(o, list)]


STAYS = (
    " business manager. Make someone else business manager first, "
    "so that there is always someone who can invite people."
)


def test_one_after_the_other_with_pages_opened_before(people, first, second, client_as):
    """As on SQLite, where one write waits for the other: each has the other's page open."""
    mine, theirs = client_as(first.user), client_as(second.user)
    for client, membership in ((mine, second), (theirs, first)):
        page = reverse("plans:membership_end", args=["ashshire", membership.pk])
        assert client.get(page).status_code == 200
    ended = reverse("plans:membership_end", args=["ashshire", second.pk])
    assert mine.post(ended, {"reason": "x"}).status_code == 302
    late = reverse("plans:membership_end", args=["ashshire", first.pk])
    assert theirs.post(late, {"reason": "x"}).status_code == 404
    assert (managing(people.partnership), events()) == (1, 1)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_two_managers_who_end_each_other_leave_one(people, first, second):
    outcomes = at_once(
        lambda: end_membership(second, by=first.user),
        lambda: end_membership(first, by=second.user),
        held=people.partnership,
    )
    assert refusals(outcomes) == [STAYS]
    assert (managing(people.partnership), events()) == (1, 1)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_who_take_each_other_the_role(people, first, second):
    outcomes = at_once(
        lambda: change_membership(second, by=first.user, role="member", agency=None),
        lambda: end_membership(first, by=second.user),
        held=people.partnership,
    )
    assert refusals(outcomes) == [STAYS]
    assert (managing(people.partnership), events()) == (1, 1)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_one_on_the_people_page_and_one_in_the_admin(people, first, second, client_as):
    staff = User.objects.create_superuser("staff@installation.example", "x", name="Staff")
    client, page = client_as(staff), address(second, "change")
    sent = typed(client, page) | {"role": "member"}
    ended, answer = at_once(
        lambda: end_membership(first, by=second.user),
        lambda: client.post(page, sent),
        held=people.partnership,
    )
    assert answer.status_code == (302 if isinstance(ended, list) else 200)
    assert isinstance(ended, list | Membership)
    assert (managing(people.partnership), events()) == (1, 1)
