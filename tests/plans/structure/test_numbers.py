"""The number suggested for a new action follows the plan's own style and is free."""

import pytest

from plans.models import Objective, Priority
from plans.services.structure import add_part
from plans.structure.numbers import LONGEST, Numbering, next_reference, read_numbering
from tests.helpers.builders import make_action, make_plan


@pytest.mark.parametrize(
    ("siblings", "after"),
    [
        (["1.1", "1.2", "1.3"], "1.4"),
        (["O1.6", "O1.7"], "O1.8"),
        (["005", "006"], "007"),
        (["009"], "010"),
        (["3.9", "3.10"], "3.11"),
        (["2a", "2b"], "2c"),
        (["2y", "2z"], "3"),
        (["1.1", "1.3", "1.3a"], "1.4"),
        (["1)", "2)"], "3)"),
        (["F.8", "F.2"], "F.9"),
        (["A3.1.2"], "A3.1.3"),
        (["none", "1.1"], "1.2"),
    ],
)
def test_the_next_number_is_in_the_style_of_its_siblings(siblings, after):
    assert next_reference(siblings, siblings) == after


def test_a_number_that_is_taken_elsewhere_is_passed_over():
    assert next_reference(["9", "10"], ["9", "10", "11", "12"]) == "13"


@pytest.mark.parametrize(("head", "first"), [("4.", "4.1"), ("O2.", "O2.1"), ("", "1")])
def test_the_first_number_of_a_place_begins_with_its_code(head, first):
    assert next_reference([], [], head=head) == first


def test_words_and_too_long_numbers_are_no_style():
    assert next_reference(["none"], ["none"], head="1.") == "1.1"
    assert next_reference(["x" * (LONGEST - 1) + "9"], []) == ""


def test_an_action_is_numbered_after_those_of_its_priority(people, plan):
    by = people.business_manager
    second = add_part(Priority, plan, by=by, number="2", title="Neglect", kind="overarching")
    objective = add_part(Objective, plan, by=by, number="7", title="Heard")
    numbering = read_numbering(plan)
    assert numbering.next(plan.priority_set.first()) == "1.4"
    assert numbering.next(second) == "O2.1"
    assert numbering.next(objective=objective) == "7.1"
    assert numbering.next(second, objective) == "O2.1"
    make_action(plan, "1.4", objective=objective)
    assert read_numbering(plan).next(second, objective) == "O2.1"
    assert read_numbering(plan).next(plan.priority_set.first(), objective) == "1.5"


def test_a_plan_that_numbers_by_objective_goes_on_so(people):
    plan = make_plan(people, actions=0, agreed=False)
    objectives = [
        add_part(Objective, plan, by=people.business_manager, number=number, title="Heard")
        for number in ("7", "8")
    ]
    make_action(plan, "7.1", objective=objectives[0])
    numbering = read_numbering(plan)
    first = plan.priority_set.first()
    assert [numbering.next(first, objective) for objective in objectives] == ["7.2", "8.1"]


def test_a_plan_numbered_straight_through_goes_on(people):
    plan = make_plan(people, actions=0, agreed=False)
    make_action(plan, "006")
    second = add_part(Priority, plan, by=people.business_manager, number="2", title="Neglect")
    assert read_numbering(plan).next(second) == "007"


def test_the_style_of_one_plan_numbers_another(people, plan):
    make_action(make_plan(people, actions=0, title="Straight through", agreed=False), "006")
    numbering = read_numbering(people.partnership.plan_set.get(title="Straight through"))
    numbering.restart([])
    assert numbering.next() == "001"
    numbering.take("001")
    assert numbering.next() == "002"


@pytest.mark.parametrize(
    ("before", "first"),
    [
        ("006", "001"),
        ("A3", "A1"),
        ("10", "1"),
        ("1a", "1"),
        ("Action 12", "Action 1"),
        ("n/a", "1"),
    ],
)
def test_a_new_plan_begins_as_the_one_before_is_numbered(before, first):
    numbering = Numbering([(before, None, None, None)])
    numbering.restart([])
    assert numbering.next() == first
