"""Success measures: added, reworded, removed; the wording first agreed is kept."""

import pytest
from django.core.exceptions import ValidationError

from partnership.history import StaleRecord
from plans.models import SuccessMeasure
from plans.services.measure import add_measure, remove_measure, revise_measure
from tests.helpers.builders import action_of, make_evidence, make_plan


@pytest.fixture
def manager(people):
    return people.business_manager


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def measure(action):
    return action.measures.get()


def test_stands_after_the_others(action, manager):
    add_measure(action, by=manager, wording="Second")
    add_measure(action, by=manager, wording="Third")
    assert [(m.position, m.wording) for m in action.measures.all()] == [
        (1, "Measure 1 of 1.1"),
        (2, "Second"),
        (3, "Third"),
    ]


@pytest.mark.parametrize("kind", ["action", "priority", "objective"])
def test_belongs_to_an_action_a_priority_or_an_objective(plan, manager, kind):
    record = getattr(plan, f"{kind}_set").first()
    measure = add_measure(record, by=manager, wording="New")
    assert (measure.part_of(), measure.plan) == (record, plan)
    assert [
        getattr(measure, f"{name}_id") for name in {"action", "priority", "objective"} - {kind}
    ] == [
        None,
        None,
    ]


def test_in_an_agreed_plan_its_wording_is_the_first_agreed(action, manager):
    assert add_measure(action, by=manager, wording="New").first_wording == "New"


def test_in_a_draft_nothing_is_agreed_yet(people, manager):
    draft = make_plan(people, agreed=False)
    assert add_measure(draft.action_set.first(), by=manager, wording="New").first_wording == ""


def test_is_not_without_words(action, manager):
    with pytest.raises(ValidationError) as refused:
        add_measure(action, by=manager, wording="")
    assert refused.value.message_dict == {"wording": ["This field cannot be blank."]}


def test_a_placeholder_says_that_it_is_one(action, manager):
    assert add_measure(action, by=manager, wording="TBC", is_placeholder=True).is_placeholder


def test_of_two_things_is_refused(plan, measure):
    measure.priority = plan.priority_set.get()
    with pytest.raises(ValidationError) as refused:
        measure.full_clean()
    assert refused.value.messages == ["A measure belongs to one action, priority or objective."]


def test_reworded_keeps_the_first_wording_and_the_reason(measure, manager):
    revised = revise_measure(measure, by=manager, wording="Better", reason="Could not be counted")
    assert (revised.wording, revised.first_wording) == ("Better", "Measure 1 of 1.1")
    assert revised.history.first().change.reason == "Could not be counted"


def test_a_stale_save_is_refused(people, measure, manager):
    seen = measure.version
    revise_measure(measure, by=people.executive, wording="First")
    for stale in (
        lambda: revise_measure(measure, by=manager, seen=seen, wording="Second"),
        lambda: remove_measure(measure, by=manager, reason="x", seen=seen),
    ):
        with pytest.raises(StaleRecord):
            stale()
    assert SuccessMeasure.objects.get(pk=measure.pk).wording == "First"


def test_taken_out_leaves_its_evidence_with_the_action(action, measure, manager):
    evidence = make_evidence(action, measure=measure)
    remove_measure(measure, by=manager, reason="Nobody can count it")
    evidence.refresh_from_db()
    assert (evidence.action, evidence.measure) == (action, None)
    assert list(action.measures.all()) == []


def test_and_the_history_of_the_evidence_says_so(action, measure, manager):
    evidence = make_evidence(action, measure=measure)
    remove_measure(measure, by=manager, reason="Nobody can count it")
    assert evidence.history.first().measure_id is None


@pytest.mark.parametrize("reason", ["", " "])
def test_taken_out_only_with_a_reason(measure, manager, reason):
    with pytest.raises(ValidationError) as refused:
        remove_measure(measure, by=manager, reason=reason)
    assert refused.value.message_dict == {"reason": ["Enter a reason for removing the measure."]}
    assert SuccessMeasure.objects.filter(pk=measure.pk).exists()
