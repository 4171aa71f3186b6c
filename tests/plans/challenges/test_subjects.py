"""A challenge about a change is called by what that was about, in the names of the time."""

import pytest

from partnership.history import Change, recording
from plans.challenges.subjects import change_words
from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from plans.services.structure import revise_part
from subgroups.services.group import change_group
from tests.helpers.builders import action_of, days_ago, make_action, make_evidence, make_update


@pytest.fixture
def by(people):
    return {"by": people.business_manager}


def latest():
    return change_words(Change.objects.latest("at", "pk"))


ENDING = "by Business manager, 21 November 2026"
TODAY_ENDING = "by Business manager, 22 November 2026"


def test_an_action_and_what_was_changed_of_it(people, plan, by):
    action = action_of(plan, "1.1")
    set_leads(action, [{"group": people.board}], at=days_ago(1), **by)
    assert latest() == f"1.1 Action 1.1: change of leads {ENDING}"
    make_update(action, at=days_ago(0), **by)
    assert latest() == f"1.1 Action 1.1: update {TODAY_ENDING}"


def test_what_has_no_noun_is_a_change(plan, by):
    revise_action(action_of(plan, "1.1"), title="Hear them", at=days_ago(1), **by)
    assert latest() == f"1.1 Hear them: change {ENDING}"


def test_the_names_of_the_time_and_of_what_was_removed(plan, by):
    remove_action(action_of(plan, "1.1"), reason="Done.", at=days_ago(1), **by)
    removal = Change.objects.latest("at", "pk")
    assert change_words(removal).startswith("1.1 Action 1.1: change")
    revise_action(action_of(plan, "1.2"), title="Older", at=days_ago(1), **by)
    change = Change.objects.latest("at", "pk")
    revise_action(action_of(plan, "1.2"), title="Newer", at=days_ago(0.5), **by)
    assert change_words(change) == f"1.2 Older: change {ENDING}"


def test_a_priority_and_a_group(people, plan, by):
    change_group(people.audit_group, reports_to=(), remit="To audit", at=days_ago(1), **by)
    assert latest() == f"Audit Group: change {ENDING}"
    revise_part(plan.priority_set.get(), title="Neglect", **by)
    assert latest() == f"Priority 1: Neglect: change {TODAY_ENDING}"


@pytest.mark.parametrize(
    ("number", "expected"), [(2, "1.1 Action 1.1; 1.2 Action 1.2"), (4, "Business plan 2026–29")]
)
def test_many_actions_are_called_by_their_plan(people, plan, by, number, expected):
    make_action(plan, "1.4", at=days_ago(2))
    with recording(plan, at=days_ago(1), **by):
        for count in range(number):
            revise_action(action_of(plan, f"1.{count + 1}"), wording=f"Better {count}", **by)
    assert latest() == f"{expected}: change {ENDING}"


@pytest.mark.parametrize("number", [1, 3])
def test_the_subjects_of_many_changes_take_two_queries(plan, by, django_assert_num_queries, number):
    for count in range(number):
        make_evidence(action_of(plan, f"1.{count + 1}"))
    change = Change.objects.latest("at", "pk")
    with django_assert_num_queries(2):
        change_words(change)
