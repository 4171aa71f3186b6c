"""Adding, changing, replacing and removing agencies."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from partnership.models import Agency
from partnership.services.agency import add_agency, add_post, change_agency, succeed_agency
from tests.helpers.builders import TODAY

AGENCIES = "/ashshire/agencies/"


def page(name, record=None):
    args = ["ashshire"] if record is None else ["ashshire", record.pk]
    return reverse(f"partnership:{name}", args=args)


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def icb(people):
    values = {"name": "Ashshire ICB", "sector": "health", "standing": "statutory"}
    return add_agency(people.partnership, by=people.business_manager, **values)


@pytest.fixture
def ccg(people):
    values = {"name": "Ashshire CCG", "sector": "health", "standing": "statutory"}
    return add_agency(people.partnership, by=people.business_manager, **values)


def succession(agency, successor, day=None, **values):
    parts = {
        f"since_{name}": getattr(day, name) if day else "" for name in ("day", "month", "year")
    }
    return {"version": agency.version, "successor": successor.pk, **parts, **values}


def test_a_manager_adds_an_agency_whose_name_is_new(people, client):
    values = {"name": "Youth Trust", "sector": "voluntary", "standing": "relevant"}
    assert client.post(page("agency_new"), values).url == AGENCIES
    assert Agency.objects.get(name="Youth Trust").partnership == people.partnership
    assert (
        "There is already an agency with this name." in client.post(page("agency_new"), values).text
    )


def test_a_manager_changes_an_agency(people, client):
    police = people.police
    values = {"name": "Ash Police", "sector": "police", "standing": "other"}
    client.post(page("agency_edit", police), values | {"version": police.version})
    police.refresh_from_db()
    assert (police.name, police.standing) == ("Ash Police", "other")


def test_a_conflict_shows_both(people, client):
    police = people.police
    typed = {"name": "Mine", "sector": "police", "standing": "other", "version": police.version}
    change_agency(police, by=people.business_manager, name="Theirs")
    answer = client.post(page("agency_edit", police), typed)
    assert (answer.status_code, "Theirs" in answer.text) == (409, True)


class TestSuccession:
    DAY = date(2022, 7, 1)

    def test_its_posts_and_people_move_in_one_change(self, people, client, ccg, icb):
        post = add_post(people.partnership, by=people.business_manager, title="Nurse", agency=ccg)
        values = succession(ccg, icb, self.DAY, moves="on")
        assert client.post(page("agency_succession", ccg), values).url == AGENCIES
        ccg.refresh_from_db()
        post.refresh_from_db()
        assert (ccg.succeeded_by, ccg.succeeded_on, post.agency) == (icb, self.DAY, icb)
        assert ccg.history.latest().change_id == post.history.latest().change_id
        assert "Replaced by Ashshire ICB on 1 July 2022" in client.get(AGENCIES).text

    def test_posts_may_stay_with_the_agency_that_is_replaced(self, people, client, ccg, icb):
        post = add_post(people.partnership, by=people.business_manager, title="Nurse", agency=ccg)
        client.post(page("agency_succession", ccg), succession(ccg, icb))
        post.refresh_from_db()
        assert post.agency == ccg

    def test_can_be_undone(self, people, client, ccg, icb):
        succeed_agency(ccg, by=people.business_manager, successor=icb, since=self.DAY)
        ccg.refresh_from_db()
        values = succession(ccg, icb, self.DAY) | {"successor": ""}
        client.post(page("agency_succession", ccg), values)
        ccg.refresh_from_db()
        assert (ccg.succeeded_by, ccg.succeeded_on) == (None, None)

    def test_no_agency_replaces_its_own_successor(self, people, client, ccg, icb):
        succeed_agency(ccg, by=people.business_manager, successor=icb, since=self.DAY)
        answer = client.post(page("agency_succession", icb), succession(icb, ccg))
        assert "Ashshire ICB itself replaced Ashshire CCG" in answer.text
        icb.refresh_from_db()
        assert icb.succeeded_by is None

    def test_an_agency_is_not_replaced_on_a_future_day(self, people, client, ccg, icb):
        values = succession(ccg, icb, TODAY + timedelta(days=1))
        answer = client.post(page("agency_succession", ccg), values)
        assert "The day must be today or in the past." in answer.text
        ccg.refresh_from_db()
        assert ccg.succeeded_by is None

    def test_not_by_one_of_another_partnership(self, people, client, ccg):
        theirs = people.elsewhere.people.police
        answer = client.post(page("agency_succession", ccg), succession(ccg, theirs))
        assert "“Replaced by”: choose one of the options." in answer.text


class TestRemove:
    def test_removes_what_nothing_refers_to(self, client, icb):
        values = {"version": icb.version, "reason": "Twice"}
        assert client.post(page("agency_remove", icb), values).url == AGENCIES
        assert not Agency.objects.filter(pk=icb.pk).exists()

    def test_an_agency_in_use_is_not_removed(self, people, client, icb):
        add_post(people.partnership, by=people.business_manager, title="Nurse", agency=icb)
        sentence = "This agency cannot be removed, because it has 1 post."
        assert sentence in client.get(page("agency_remove", icb)).text
        client.post(page("agency_remove", icb), {"version": icb.version, "reason": "Twice"})
        assert Agency.objects.filter(pk=icb.pk).exists()
