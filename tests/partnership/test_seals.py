"""The page of seals: the list, and whether a saved receipt still matches."""

import re

import pytest
from django.urls import reverse

from partnership.models import Seal
from partnership.seals import page
from partnership.seals.receipt import groups_of
from plans.models import ProgressUpdate
from tests.helpers.builders import NOW, action_of, days_ago, make_update
from tests.helpers.sealing import seal, sql

ADDRESS = reverse("partnership:seals", kwargs={"slug": "ashshire"})
UPDATES = ProgressUpdate.history.model._meta.db_table


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def receipt(number):
    made = Seal.objects.get(number=number)
    return {"receipt": f"Seal number: {number}\nDigest:\n" + "\n".join(groups_of(made.digest))}


@pytest.fixture
def sealed(people, plan):
    for number in (2, 1):
        make_update(action_of(plan, "1.1"), comment=f"Seen {number}.", at=days_ago(number))
        seal(people, at=days_ago(number))
    return people


def test_seals_are_listed_newest_first(sealed, client_as):
    told = words(client_as(sealed.executive).get(ADDRESS))
    second, first = told.index("Seal 2, 21 November 2026"), told.index("Seal 1, 20 November 2026")
    assert second < first
    assert groups_of(Seal.objects.get(number=2).digest)[0] in told
    assert "On schedule. " in told


def test_why_each_was_made(people, client_as):
    seal(people, why="by_hand", reason="Before the <inspection>")
    told = client_as(people.scrutineer).get(ADDRESS).content.decode()
    assert "The installation: Before the &lt;inspection&gt;. " in told


def test_the_page_says_that_nothing_has_been_sealed(people, client_as):
    assert "Nothing has been sealed yet" in words(client_as(people.scrutineer).get(ADDRESS))


def test_another_partnerships_are_not_told(sealed, client_as):
    address = reverse("partnership:seals", kwargs={"slug": "birchshire"})
    assert "Nothing has been sealed yet" in words(client_as(sealed.outsider).get(address))
    told = words(client_as(sealed.outsider).post(address, receipt(2)))
    assert "is of seal 2, which does not exist" in told


def test_older_ones_on_pages(sealed, client_as, monkeypatch):
    monkeypatch.setattr(page, "PAGE", 1)
    client = client_as(sealed.scrutineer)
    first = client.get(ADDRESS)
    assert "?before=2" in first.content.decode()
    assert "Seal 1, " not in words(first)
    older = client.get(ADDRESS + "?before=2")
    assert "Seal 1, 20 November 2026" in words(older)
    assert "Older seals" not in words(older)
    assert client.get(ADDRESS + "?before=x").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries(people, plan, client_as, django_assert_num_queries, number):
    for one in range(number):
        make_update(action_of(plan, "1.1"), comment=f"Seen {one}.", at=NOW)
        seal(people)
    client = client_as(people.scrutineer)
    with django_assert_num_queries(5):
        client.get(ADDRESS)


def test_a_matching_receipt_is_confirmed(sealed, client_as):
    told = words(client_as(sealed.scrutineer).post(ADDRESS, receipt(1)))
    assert "This receipt matches seal 1 of 20 November 2026" in told
    assert "The history up to this seal has not been altered." in told


def test_only_the_history_up_to_the_receipt(sealed, client_as):
    client, row = client_as(sealed.scrutineer), ProgressUpdate.history.latest("pk").pk
    sql(f"UPDATE {UPDATES} SET rating = 'complete' WHERE history_id = %s", row)
    assert "has not been altered" in words(client.post(ADDRESS, receipt(1)))
    told = words(client.post(ADDRESS, receipt(2)))
    assert "This receipt does not match" in told
    assert f"Progress update: row {row} of its history" in told
    assert "has not been altered" not in told


def test_a_receipt_of_a_seal_that_was_made_anew(sealed, client_as):
    kept = receipt(2)
    sql("UPDATE partnership_seal SET digest = %s WHERE number = 2", "0" * 64)
    told = words(client_as(sealed.scrutineer).post(ADDRESS, kept))
    assert "has a different digest" in told


def test_a_receipt_that_is_none(sealed, client_as):
    response = client_as(sealed.scrutineer).post(ADDRESS, {"receipt": "Seal 7 <b>"})
    assert "digest is incomplete" in words(response)
    assert "Seal 7 &lt;b&gt;" in response.content.decode()


def test_a_history_that_is_too_long_for_a_page(sealed, client_as, monkeypatch):
    monkeypatch.setattr(page, "MOST_ROWS", 5)
    told = words(client_as(sealed.scrutineer).post(ADDRESS, receipt(2)))
    assert "too long to check while you wait" in told
    assert "has not been altered" not in told


def test_more_problems_than_are_shown(sealed, client_as, monkeypatch):
    monkeypatch.setattr(page, "MOST_SHOWN", 1)
    sql("UPDATE partnership_change SET by_name = 'Nobody'")
    told = words(client_as(sealed.scrutineer).post(ADDRESS, receipt(2)))
    assert told.count("was altered") == 1
    assert "There are more problems." in told


def test_linked_from_the_changes(people, client_as):
    changes = reverse("reports:changes", kwargs={"slug": "ashshire"})
    assert f'href="{ADDRESS}"' in client_as(people.scrutineer).get(changes).content.decode()
    assert f'href="{ADDRESS}"' not in client_as(people.member).get(changes).content.decode()
