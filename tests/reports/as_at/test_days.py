"""An address with a day that is not there says why."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2027-01-01", "1 January 2027 has not come yet."),
        ("2026-02-31", "There is no 31 February in 2026."),
        ("2026-13-01", "This is not a date."),
        ("2001-01-01", "There are no records for 1 January 2001."),
        ("nonsense", "There are no records for this date."),
    ],
)
def test_says_why_there_is_no_such_day(day, sentence, people, plan, client_as):
    for address in (
        reverse("reports:plan_as_at", args=["ashshire", plan.pk, day]),
        reverse("reports:groups_as_at", args=["ashshire", day]),
    ):
        answer = client_as(people.member).get(address)
        assert answer.status_code == 404
        assert sentence in answer.content.decode()


def test_another_page_that_is_not_there_says_nothing_of_records(people, client_as):
    words = client_as(people.member).get("/ashshire/plans/99999/").content.decode()
    assert "check it is correct" in words
    assert "matches the given query" not in words
