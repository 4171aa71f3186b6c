"""A challenge is overdue while it is open and its due date is past: register, filter, CSV and yearly report agree."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from partnership.days import start_of
from plans.filters.challenge import ChallengeFilter
from plans.models import Challenge
from plans.services.challenge import answer_challenge, ask_again, close_challenge
from reports.yearly.challenges import read_reported
from tests.helpers.builders import TODAY, action_of, days_ago
from tests.helpers.challenges import make_challenge

YESTERDAY = TODAY - timedelta(days=1)
OVERDUE = {"open yesterday", "asked again yesterday"}


@pytest.fixture
def challenges(people, plan):
    """Name → challenge: each state, and each day around today."""
    by = people.scrutineer

    def ask(due_on):
        subject = action_of(plan, "1.1")
        values = {"due_on": due_on, "at": days_ago(9)}
        return make_challenge(subject, by=by, to=people.audit_group, **values)

    def answered(due_on):
        said = {"words": "Two auditors begin.", "seen": 0, "at": days_ago(8)}
        return answer_challenge(ask(due_on), by=people.chair, **said)

    again = {"words": "And then?", "due_on": YESTERDAY, "seen": 1, "at": days_ago(7)}
    return {
        "open yesterday": ask(YESTERDAY),
        "open today": ask(TODAY),
        "open tomorrow": ask(TODAY + timedelta(days=1)),
        "answered yesterday": answered(YESTERDAY),
        "asked again yesterday": ask_again(answered(TODAY + timedelta(days=9)), by=by, **again),
        "closed yesterday": close_challenge(
            ask(YESTERDAY), by=by, words="Moot.", seen=0, at=days_ago(7)
        ),
    }


def names(challenges, found):
    by_pk = {challenge.pk: name for name, challenge in challenges.items()}
    return {by_pk[pk] for pk in found}


def test_the_record_and_the_queryset(challenges):
    every = Challenge.objects.all()
    assert {one.pk for one in every} == {one.pk for one in challenges.values()}
    assert names(challenges, (one.pk for one in every if one.is_overdue(on=TODAY))) == OVERDUE
    assert names(challenges, (one.pk for one in Challenge.objects.overdue(on=TODAY))) == OVERDUE


def test_the_filter_of_the_register(challenges):
    data = {"state": ChallengeFilter.OVERDUE}
    found = ChallengeFilter(data, queryset=Challenge.objects.all(), on=TODAY).shown()
    assert names(challenges, (one.pk for one in found)) == OVERDUE


def test_the_tags_of_the_register(people, challenges, client_as):
    page = client_as(people.scrutineer).get(reverse("plans:challenges", args=["ashshire"])).text
    assert page.count(">Overdue</strong>") == len(OVERDUE)


def test_the_csv_file_marks_the_overdue_challenges(people, challenges, client_as):
    response = client_as(people.scrutineer).get(
        reverse("plans:challenges_file", args=["ashshire", "csv"])
    )
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    column = next(number for number, heading in enumerate(rows[0]) if "overdue" in heading.lower())
    assert names(challenges, (int(row[0]) for row in rows[1:] if row[column] == "yes")) == OVERDUE


def test_the_yearly_report_on_its_last_day(people, plan, challenges):
    begin, end = start_of(date(2026, 4, 1)), start_of(TODAY + timedelta(days=1))
    found = read_reported(people.partnership, plan, begin=begin, end=end, last_day=TODAY)
    assert len(found.challenges) == len(challenges)
    assert found.overdue == len(OVERDUE)
