"""What of a timeline is open when the page is, and what is folded."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from plans.actions.timeline import Timeline
from plans.actions.timeline_entries import TimelineEntry
from plans.models import ProgressUpdate
from tests.helpers.builders import NOW, action_of, days_ago, make_evidence, make_update


def timeline(words):
    """A timeline of updates (“u”) and other entries (“-”), newest first."""
    entries = [
        TimelineEntry(
            at=NOW - timedelta(n),
            by_name="Chair",
            title="",
            update=ProgressUpdate() if one == "u" else None,
        )
        for n, one in enumerate(words)
    ]
    return Timeline(tuple(entries), (), NOW)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("", 0),
        ("u", 1),
        ("uuuuuuuu", 8),  # three more are not worth a fold
        ("uuuuuuuuu", 5),
        ("---------", 5),
        ("------u-----u", 7),  # as far as the last update
        ("------u---", 10),
    ],
)
def test_the_newest_are_open_with_the_last_update(words, shown):
    made = timeline(words)
    assert len(made.recent) == shown
    assert made.recent + made.earlier == made.entries


@pytest.fixture
def page(people, plan, client_as):
    def read():
        address = reverse("plans:action", args=["ashshire", action_of(plan, "1.1").pk])
        return client_as(people.business_manager).get(address).text

    return read


def test_earlier_entries_are_under_one_fold(plan, page):
    action = action_of(plan, "1.1")
    for day in range(20, 12, -1):
        make_update(action, comment=f"On day {day}.", at=days_ago(day))
    html = page()
    fold = html.index("Show 4 earlier entries")
    assert html.index("On day 17.") < fold < html.index("On day 18.")
    assert html.count("On day ") == 8
    assert len(re.findall('<details class="govuk-details app-earlier">', html)) == 1


def test_few_entries_have_no_fold(plan, page):
    make_update(action_of(plan, "1.1"), comment="On a day.")
    assert "On a day." in page()
    assert "app-earlier" not in page()


def test_earlier_evidence_of_a_measure_is_under_a_fold(plan, page):
    action = action_of(plan, "1.1")
    measure = action.measures.first()
    for day in (9, 8):
        make_evidence(action, measure=measure, text=f"Found on {day}.", at=days_ago(day))
    assert "app-earlier" not in page()
    make_evidence(action, measure=measure, text="Found last.", at=days_ago(1))
    html = page()
    measures = html[html.index('id="measures"') : html.index('id="timeline"')]
    fold = measures.index("Show 2 earlier pieces of evidence")
    assert fold < measures.index("Found on 9.") < measures.index("</details>")
    assert measures.index("</details>") < measures.index("Found last.")
