"""Adding, changing and removing posts, and giving them from a day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from partnership.models import Post
from partnership.post_holders import read_post_holdings
from partnership.services.agency import add_post, change_holder
from subgroups.services.people import end_membership
from tests.helpers.builders import FOUNDED, NOW, TODAY

AGENCIES = "/ashshire/agencies/"


def page(name, record=None):
    args = ["ashshire"] if record is None else ["ashshire", record.pk]
    return reverse(f"partnership:{name}", args=args)


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def post(people):
    by = people.business_manager
    return add_post(people.partnership, by=by, title="Nurse", at=FOUNDED)


def holder(post, person, day):
    parts = {f"holder_since_{name}": getattr(day, name) for name in ("day", "month", "year")}
    return {"version": post.version, "holder": person.pk if person else "", **parts}


def test_adds_one_and_asks_who_holds_it(people, client):
    answer = client.post(page("post_new"), {"title": "Analyst", "agency": people.council.pk})
    post = Post.objects.get(title="Analyst")
    assert (post.agency, answer.url) == (people.council, page("post_holder", post))


def test_a_manager_changes_a_post(people, client, post):
    values = {"title": "Head nurse", "agency": "", "also_known_as": "HN", "version": post.version}
    assert client.post(page("post_edit", post), values).url == AGENCIES
    post.refresh_from_db()
    assert (post.title, post.also_known_as) == ("Head nurse", "HN")


def test_takes_no_agency_of_another_partnership(people, client, post):
    values = {"title": "Nurse", "agency": people.elsewhere.people.police.pk}
    answer = client.post(page("post_edit", post), values | {"version": post.version})
    assert "Agency: choose one of the options." in answer.text


def test_gives_it_from_a_day(people, client, post):
    day = date(2026, 10, 1)
    client.post(page("post_holder", post), holder(post, people.member, day))
    post.refresh_from_db()
    assert (post.holder, post.holder_since) == (people.member, day)
    assert f"{people.member} since 1 October 2026" in client.get(AGENCIES).text


def test_may_be_left_vacant(people, client, post):
    change_holder(post, by=people.business_manager, holder=people.member, holder_since=TODAY)
    post.refresh_from_db()
    client.post(page("post_holder", post), holder(post, None, TODAY))
    post.refresh_from_db()
    assert post.holder is None


@pytest.mark.parametrize(
    ("who", "days", "sentence"),
    [
        ("outsider", 0, "Holder: choose one of the options."),
        ("member", 1, "The day must be today or in the past."),
    ],
)
def test_refuses_with_a_sentence(people, client, post, who, days, sentence):
    values = holder(post, getattr(people, who), TODAY + timedelta(days=days))
    assert sentence in client.post(page("post_holder", post), values).text
    post.refresh_from_db()
    assert post.holder is None


def test_lists_holders_with_their_days(people, client, post):
    by = people.business_manager
    for person, day in ((people.member, date(2026, 4, 1)), (people.lead, date(2026, 10, 1))):
        change_holder(post, by=by, holder=person, holder_since=day, at=NOW)
    found = [(h.holder, h.since, h.until) for h in read_post_holdings(post)]
    assert found == [
        (people.lead, date(2026, 10, 1), None),
        (people.member, date(2026, 4, 1), date(2026, 9, 30)),
        (None, date(2026, 3, 2), date(2026, 3, 31)),
    ]
    text = client.get(page("post_holder", post)).text
    assert "from 1 April 2026 until 30 September 2026" in text


def test_a_holder_of_no_day_was_a_mistake(people, post):
    by = people.business_manager
    for person in (people.member, people.lead):
        change_holder(post, by=by, holder=person, holder_since=date(2026, 4, 1), at=NOW)
    assert [h.holder for h in read_post_holdings(post)] == [people.lead, None]


def test_a_leaver_leaves_it_vacant_from_that_day(people, post):
    by = people.business_manager
    change_holder(post, by=by, holder=people.member, holder_since=date(2026, 4, 1), at=NOW)
    end_membership(people.member.memberships.get(), by=by, reason="Left")
    post.refresh_from_db()
    assert (post.holder, post.holder_since) == (None, TODAY)


def test_removes_what_nothing_refers_to(people, plan, client, post):
    values = {"version": post.version, "reason": "Twice"}
    assert client.post(page("post_remove", post), values).url == AGENCIES
    assert not Post.objects.filter(pk=post.pk).exists()
    used = people.adviser
    assert "because it has 1 lead" in client.get(page("post_remove", used)).text
    client.post(page("post_remove", used), {"version": used.version, "reason": "Twice"})
    assert Post.objects.filter(pk=used.pk).exists()
