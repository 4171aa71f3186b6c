"""A bulk change of actions is described as one summary: equal parts in one sentence that names each action."""

from datetime import date

import pytest

from plans.actions.bulk import ChangeLeads, ChangePriority, ChangeThemes, ChangeTimescale
from plans.models import Priority, Theme
from plans.services.structure import add_part
from tests.helpers.builders import make_plan
from tests.helpers.bulk import bulk
from tests.helpers.periods import make_period
from tests.helpers.sentences import describe_last_change, last_summary, texts


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture
def plan(people):
    return make_plan(people, actions=18)


def named(*numbers):
    """The names below a sentence."""
    return ("Actions", [("same", "\n".join(f"1.{n} Action 1.{n}" for n in numbers))])


ALL = range(1, 19)


def test_moved_under_another_priority(people, plan, by):
    other = add_part(Priority, plan, by=by, number="2", title="Families are helped")
    bulk(plan, ChangePriority(other), by=by)
    assert describe_last_change(people) == [
        "18 actions: priority changed from “Priority 1: Children are heard” "
        "to “Priority 2: Families are helped”"
    ]
    assert texts(people) == [named(*ALL)]
    assert last_summary(people).reason == "The groups were merged."


def test_another_group(people, plan, by):
    """One sentence for each former lead, and one for the period that asks the new group."""
    make_period(plan)
    bulk(plan, ChangeLeads(people.board), by=by)
    assert describe_last_change(people) == [
        "6 actions: now led by Ashshire Executive (before: Audit Group)",
        "6 actions: now led by Ashshire Executive (before: Professional Adviser)",
        "6 actions: now led by Ashshire Executive (before: Training Group)",
        "Reporting period “Autumn 2026”: return added for Ashshire Executive",
    ]
    assert texts(people)[:3] == [named(*ALL[first::3]) for first in range(3)]


def test_a_theme(people, plan, by):
    bulk(plan, ChangeThemes(add_part(Theme, plan, by=by, name="Transitions")), by=by)
    assert describe_last_change(people) == ["18 actions: theme added: Transitions"]
    assert texts(people) == [named(*ALL)]


def test_a_date(people, plan, by):
    bulk(plan, ChangeTimescale("month", "", date(2027, 7, 31), "month"), by=by)
    assert describe_last_change(people) == [
        "6 actions: due date moved from March 2027 to July 2027",
        "6 actions: due date moved from October 2026 to July 2027",
        "6 actions: due date set to July 2027 (was: ongoing)",
    ]
