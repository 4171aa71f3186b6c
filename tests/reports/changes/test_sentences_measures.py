"""The sentences that describe what was counted, and what a measure counts."""

from datetime import date
from decimal import Decimal

import pytest

from plans.measures.numbers import Figure
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.measure_value import correct_value, record_value, remove_value
from plans.services.progress import record_update
from tests.helpers.builders import NOW, action_of, days_ago
from tests.helpers.measures import make_counted, make_value
from tests.helpers.sentences import describe_last_change

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def measure(plan):
    return make_counted(action_of(plan, "1.1").measures.get(), at=days_ago(9))


@pytest.fixture
def value(measure):
    return make_value(measure, "89", SEPTEMBER, at=days_ago(5), numerator=66, denominator=74)


def test_a_value_recorded(people, value):
    assert describe_last_change(people) == [
        "1.1 Action 1.1: recorded 89% (66 of 74) for September 2026 for “Measure 1 of 1.1”"
    ]


def test_a_value_corrected(people, value):
    said = {"on": SEPTEMBER, "precision": "month"}
    correct_value(value, by=people.chair, figure=Figure(Decimal(98)), **said)
    assert describe_last_change(people) == [
        "1.1 Action 1.1: corrected 89% (66 of 74) for September 2026 for “Measure 1 of 1.1”: "
        "now 98% for September 2026"
    ]
    correct_value(value, by=people.chair, figure=Figure(Decimal(98)), source="Audit", **said)
    assert describe_last_change(people) == [
        "1.1 Action 1.1: value for September 2026 for “Measure 1 of 1.1”: source set to “Audit”"
    ]


def test_a_value_removed(people, value):
    remove_value(value, by=people.chair, reason="Of another area.")
    assert describe_last_change(people) == [
        "1.1 Action 1.1: removed the value 89% (66 of 74) for September 2026 for “Measure 1 of 1.1”"
    ]


def test_values_with_an_update_are_one_sentence(people, measure):
    said = {
        "measure": measure,
        "figure": Figure(Decimal(89)),
        "on": SEPTEMBER,
        "precision": "month",
    }
    record_update(
        measure.action, by=people.chair, rating="green", comment="Read.", reason="Seen.", values=[said], at=NOW
    )  # fmt: skip
    (sentence,) = describe_last_change(people)
    assert sentence.endswith("; recorded 89% for September 2026 for “Measure 1 of 1.1”")
    assert "first rated" in sentence


def test_a_value_for_a_priority(people, plan):
    priority = plan.priority_set.get()
    added = add_measure(priority, by=people.business_manager, wording="Heard", unit="days")
    record_value(added, by=people.business_manager, figure=Figure(Decimal(1)), on=SEPTEMBER)
    assert describe_last_change(people) == [
        "“Priority 1: Children are heard”: recorded 1 day for September 2026 for “Heard”"
    ]


def test_a_target_moved_and_a_baseline_given(people, measure):
    revise_measure(
        measure, by=people.business_manager, target=Decimal(80), target_on=date(2027, 6, 1),
        baseline=Decimal(55), baseline_on=date(2025, 3, 1), baseline_precision="month",
    )  # fmt: skip
    assert describe_last_change(people) == [
        "1.1 Action 1.1: measure “Measure 1 of 1.1” baseline set to “55% in March 2025”; "
        "measure “Measure 1 of 1.1” target changed from “90% by March 2027” to “80% by June 2027”"
    ]


def test_a_measure_that_counts_from_now_on(people, plan):
    make_counted(action_of(plan, "1.2").measures.get(), for_whom="children", counts_people=True)
    assert describe_last_change(people) == [
        "1.2 Action 1.2: measure “Measure 1 of 1.2” for whom set to Children, adults and families; "
        "measure “Measure 1 of 1.2” unit set to “%”; "
        "measure “Measure 1 of 1.2” direction wanted set to Up: more is better; "
        "measure “Measure 1 of 1.2” marked as counting people; "
        "measure “Measure 1 of 1.2” target set to “90% by March 2027”"
    ]


def test_a_measure_removed_with_its_values_is_one_fact(people, value):
    remove_measure(value.measure, by=people.business_manager, reason="Counted twice.")
    assert describe_last_change(people) == ["1.1 Action 1.1: measure removed: “Measure 1 of 1.1”"]
