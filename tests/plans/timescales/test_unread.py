"""A timescale whose words contain no date stays as written, and is shown to those who can correct it."""

import re

import pytest

from plans.filters.action import ActionFilter
from plans.services.progress import record_update
from plans.services.timescale import change_timescale
from tests.helpers.builders import TODAY, action_of, make_action
from tests.helpers.editing import address

SAID = "We could not read this as a date: “Phase 3”."


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def found(plan):
    filters = ActionFilter(
        {"timescale": "not_understood"}, queryset=plan.action_set.all(), on=TODAY
    )
    return [action.reference for action in filters.shown()]


@pytest.fixture
def unread(plan):
    return make_action(plan, "1.4", timescale={"kind": "none", "words": "Phase 3"})


@pytest.mark.parametrize(
    ("kind", "words", "is_found"),
    [
        ("none", "Phase 3", True),
        ("none", "", False),
        ("none", "N/A", False),
        ("none", " None ", False),
        ("ongoing", "As and when", False),
        ("to_be_confirmed", "When the panel has met", False),
    ],
)
def test_words_alone_that_say_no_date_are_found(plan, kind, words, is_found):
    make_action(plan, "1.4", timescale={"kind": kind, "words": words})
    assert found(plan) == (["1.4"] if is_found else [])
    assert action_of(plan, "1.4").is_timescale_understood is not is_found


def test_found_through_the_priority_where_the_action_has_none(people, plan):
    """1.1 has a date of its own; an action with words of its own does not inherit its priority's."""
    change_timescale(
        plan.priority_set.get(),
        by=people.business_manager,
        reason="x",
        kind="none",
        words="Phase 3",
    )
    make_action(plan, "1.4")
    make_action(plan, "1.5", timescale={"kind": "none", "words": "n/a"})
    assert found(plan) == ["1.4"]


def test_not_where_it_is_complete(people, plan, unread):
    record_update(unread, by=people.business_manager, rating="complete", reason="x")
    assert found(plan) == []


def test_nor_once_a_date_is_set_beside_the_words(people, plan, unread):
    change_timescale(
        unread,
        by=people.business_manager,
        reason="x",
        kind="month",
        words="Phase 3",
        due_on=TODAY,
    )
    assert found(plan) == []


class TestActionPage:
    def test_says_so_to_everybody_and_leads_the_manager_to_mend_it(self, people, unread, client_as):
        here = address("action", unread)
        page = text(client_as(people.member).get(here).text)
        assert f"{SAID} The business manager can set one." in page
        managers = client_as(people.business_manager).get(here).text
        assert f"{SAID} Set a date , or choose “Ongoing” or “To be confirmed”." in text(managers)
        assert f'href="{address("action_timescale", unread)}">Set a date</a>' in managers

    def test_of_the_priority_leads_to_the_priority(self, people, plan, client_as):
        priority = plan.priority_set.get()
        change_timescale(
            priority, by=people.business_manager, reason="x", kind="none", words="Phase 3"
        )
        action = make_action(plan, "1.4")
        page = client_as(people.business_manager).get(address("action", action)).text
        assert SAID in text(page)
        assert f'href="{address("priority_timescale", priority)}">Set a date</a>' in page

    def test_says_nothing_where_it_is_understood(self, people, plan, unread, client_as):
        page = client_as(people.member).get(address("action", action_of(plan, "1.1"))).text
        assert "could not read this as a date" not in page


@pytest.mark.parametrize("name", ["plan", "bulk_edit"])
def test_the_filter_of_the_plan_and_of_many_actions(people, plan, unread, client_as, name):
    page = client_as(people.business_manager).get(address(name, plan) + "?timescale=not_understood")
    assert "Showing 1 of 4 actions." in text(page.text)
    assert "Timescale: Date not recognised" in text(page.text)
