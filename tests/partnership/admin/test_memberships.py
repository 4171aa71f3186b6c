"""Memberships in the admin: read-only for business managers; for installation staff, the rules of the People page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from partnership.history import Change, recording
from partnership.models import Membership, SecurityEvent, User
from partnership.services.partnership import admit
from subgroups.services.people import end_membership
from tests.helpers.admin_pages import address, errors_of, press
from tests.helpers.builders import FOUNDED, TODAY, make_user

pytestmark = pytest.mark.engine_free  # partnership/admin/test_admin.py opens each page on both
LAST = (
    "Business manager is the only business manager. Make someone else business manager first, "
    "so that there is always someone who can invite people."
)
OWN_ROLE = "You cannot change your own role. Ask another business manager."
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def client(people, staff, client_as):
    return client_as(staff)


@pytest.fixture
def own(people):
    """The business manager's membership."""
    return people.business_manager.memberships.get()


@pytest.fixture
def second(people):
    """The membership of another business manager."""
    user = make_user("second_manager", "ashshire")
    return admit(user, people.partnership, by=None, role="business_manager", since=FOUNDED.date())


def events():
    return [(e.kind, e.about) for e in SecurityEvent.objects.order_by("pk")]


def values(people, user, role="executive", **more):
    return {
        "partnership": people.partnership.pk,
        "user": user.pk,
        "role": role,
        "since": "2026-11-01",
        "until": "",
        "agency": "",
        **more,
    }


class TestBusinessManagers:
    def test_are_shown_where_to_change_it(self, people, client_as):
        mine = people.member.memberships.get()
        page = client_as(people.business_manager).get(address(mine, "change"))
        there = reverse("subgroups:person", args=["ashshire", mine.pk])
        assert f'<a href="{there}">Open Member on the People page</a>' in page.content.decode()
        assert page.context["has_change_permission"] is False
        assert client_as(people.business_manager).get(there).status_code == 200

    def test_change_nothing_here(self, people, client_as, second):
        client = client_as(people.business_manager)
        before = list(Membership.objects.order_by("pk").values())
        for membership in (people.member.memberships.get(), second):
            sent = {
                "role": "scrutineer",
                "since": "2026-01-01",
                "until": "2026-01-02",
                "version": 1,
            }
            assert client.post(address(membership, "change"), sent).status_code == 403
            sent = {"post": "yes", "change_reason": "x"}
            assert client.post(address(membership, "delete"), sent).status_code == 403
        sent = values(people, people.member)
        assert client.post(address(Membership, "add"), sent).status_code == 403
        sent = {"action": "delete_selected", "_selected_action": second.pk, "post": "yes"}
        client.post(address(Membership, "changelist"), sent)
        assert list(Membership.objects.order_by("pk").values()) == before
        assert events() == []


class TestStaff:
    def test_let_somebody_in_and_the_log_is_told(self, people, client, staff):
        response = client.post(
            address(Membership, "add"), values(people, people.outsider, "business_manager")
        )
        assert response.status_code == 302
        assert people.partnership.membership_set.get(user=people.outsider).since.month == 11
        event = SecurityEvent.objects.get()
        assert (event.kind, event.about, event.by, event.partnership, event.address) == (
            "role_changed", "Business manager, business manager", staff, people.partnership,
            "127.0.0.1",
        )  # fmt: skip

    def test_change_a_role_and_the_log_is_told(self, people, client, staff):
        response = press(client, people.member.memberships.get(), role="executive")
        assert response.status_code == 302
        assert people.member.memberships.get().role == "executive"
        assert events() == [("role_changed", "Member, member, now executive")]
        assert Change.objects.first().by == staff

    @pytest.mark.parametrize(
        ("until", "written"), [(YESTERDAY, "21 November 2026"), (TOMORROW, "23 November 2026")]
    )
    def test_give_a_last_day_and_the_log_is_told(self, people, client, until, written):
        press(client, people.member.memberships.get(), until=until.isoformat())
        assert people.member.memberships.get().until == until
        assert events() == [("membership_ended", f"Member, member, last day {written}")]

    def test_let_somebody_back_in_and_the_log_is_told(self, people, client):
        mine = people.member.memberships.get()
        press(client, mine, until=YESTERDAY.isoformat())
        press(client, mine, until="")
        assert people.member.memberships.get().until is None
        assert events()[1:] == [("role_changed", "Member, member")]

    def test_another_agency_is_no_event(self, people, client):
        press(client, people.member.memberships.get(), agency=people.council.pk)
        assert people.member.memberships.get().agency == people.council
        assert events() == []

    def test_what_was_ended_by_hand_is_over(self, people, client):
        mine = people.member.memberships.get()
        end_membership(mine, by=people.business_manager)
        page = client.get(address(mine, "change"))
        assert (page.status_code, page.context["has_change_permission"]) == (200, False)
        sent = {"role": "executive", "since": "2026-01-01", "version": 2}
        assert client.post(address(mine, "change"), sent).status_code == 403
        assert Membership.objects.get(pk=mine.pk).role == "member"

    def test_staff_delete_no_membership(self, people, client):
        mine = people.member.memberships.get()
        sent = {"post": "yes", "change_reason": "x"}
        assert client.post(address(mine, "delete"), sent).status_code == 403
        assert Membership.objects.filter(pk=mine.pk).count() == 1

    def test_name_no_agency_of_another_partnership(self, people, client):
        mine = people.member.memberships.get()
        response = press(client, mine, agency=people.elsewhere.people.council.pk)
        assert set(errors_of(response)) == {"agency"}


class TestTheLastBusinessManager:
    @pytest.mark.parametrize(
        "typed",
        [
            {"role": "member"},
            {"until": YESTERDAY.isoformat()},
            {"until": TODAY.isoformat()},
            {"until": "2027-03-31"},
            {"since": TOMORROW.isoformat()},
        ],
    )
    def test_the_last_business_manager_cannot_be_ended(self, client, own, typed):
        response = press(client, own, **typed)
        assert errors_of(response) == {"__all__": [LAST]}
        assert [Membership.objects.get(pk=own.pk).version, events()] == [own.version, []]

    @pytest.mark.parametrize("typed", [{"role": "member"}, {"until": YESTERDAY.isoformat()}])
    def test_one_of_two_goes_and_the_other_stays(self, client, own, second, typed):
        assert press(client, own, **typed).status_code == 302
        response = press(client, second, role="member")
        assert errors_of(response) == {
            "__all__": [LAST.replace("Business manager", "Second manager", 1)]
        }
        assert len(events()) == 1

    def test_one_of_two_may_be_given_a_last_day(self, client, own, second):
        assert press(client, own, until="2027-03-31").status_code == 302
        response = press(client, second, until="2027-04-01")
        assert "__all__" in errors_of(response)

    def test_whose_account_is_closed_does_not_count(self, client, own, second):
        User.objects.filter(pk=second.user_id).update(is_active=False)
        assert errors_of(press(client, own, role="member")) == {"__all__": [LAST]}

    def test_may_stay_longer(self, client, own):
        Membership.objects.filter(pk=own.pk).update(until=date(2026, 12, 31))
        assert press(client, own, until="2027-03-31").status_code == 302
        assert events() == [("role_changed", "Business manager, business manager")]


class TestOnesOwnRole:
    """A person who maintains the installation and works for a partnership."""

    @pytest.fixture
    def client(self, people, second, client_as):
        person = people.business_manager
        with recording(by=None):
            person.is_superuser = person.is_staff = True
            person.save()
        return client_as(person)

    @pytest.mark.parametrize("role", ["scrutineer", "executive"])
    def test_nobody_changes_their_own_role(self, client, own, role):
        assert errors_of(press(client, own, role=role)) == {"role": [OWN_ROLE]}

    def test_nobody_adds_a_role_of_their_own(self, people, client):
        sent = values(people, people.business_manager)
        response = client.post(address(Membership, "add"), sent)
        assert errors_of(response) == {"role": [OWN_ROLE]}
        assert people.business_manager.memberships.count() == 1

    def test_other_fields_of_ones_own_membership_are_saved(self, people, client, own):
        assert press(client, own, agency=people.council.pk).status_code == 302

    def test_a_partnership_of_ones_own_may_be_founded(self, people, client):
        others = people.elsewhere.people.partnership
        sent = values(people, people.business_manager, "business_manager", partnership=others.pk)
        assert client.post(address(Membership, "add"), sent).status_code == 302

    def test_nobody_makes_themselves_the_scrutineer(self, people, client):
        others = people.elsewhere.people.partnership
        sent = values(people, people.business_manager, "scrutineer", partnership=others.pk)
        response = client.post(address(Membership, "add"), sent)
        assert errors_of(response) == {
            "role": ["You cannot make yourself the independent scrutineer."]
        }
