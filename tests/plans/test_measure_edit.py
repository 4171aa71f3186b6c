"""Success measures of an action, a priority or an objective."""

import pytest

from partnership.models import Change
from plans.services.measure import revise_measure
from tests.helpers.builders import action_of, make_evidence
from tests.helpers.editing import address, theirs


@pytest.fixture
def measure(plan):
    return action_of(plan, "1.1").measures.get()


@pytest.mark.parametrize("noun", ["action", "priority", "objective"])
def test_a_measure_is_added_last(noun, people, plan, client_as):
    record = getattr(plan, f"{noun}_set").first()
    number = record.measures.count()
    data = {"wording": "More children are heard.", "reason": "Asked for."}
    client_as(people.business_manager).post(address(f"{noun}_measure_new", record), data)
    measure = record.measures.last()
    assert (record.measures.count(), measure.wording) == (number + 1, "More children are heard.")
    assert measure.first_wording == "More children are heard."
    assert measure.history.get().change.reason == "Asked for."


def test_rewording_keeps_the_first_wording_beside(people, measure, client_as):
    client = client_as(people.business_manager)
    data = {"wording": "18 of 20 are heard.", "position": "1", "is_placeholder": "on"}
    client.post(address("measure_edit", measure), data | theirs(measure))
    measure.refresh_from_db()
    assert (measure.wording, measure.is_placeholder) == ("18 of 20 are heard.", True)
    assert "Measure 1 of 1.1" in client.get(address("measure_edit", measure)).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"wording": ""}, "Say how we will know"),
        ({"wording": "x" * 1_000_000}, "How we will know must be 5,000 characters or less"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(typed, sentence, people, measure, client_as):
    client, before = client_as(people.business_manager), Change.objects.count()
    data = {"position": "1"} | theirs(measure) | typed
    page = client.post(address("measure_edit", measure), data).content.decode()
    assert "There is a problem" in page
    assert sentence in page
    assert Change.objects.count() == before


def test_a_stale_save_shows_both_texts(people, measure, client_as):
    data = {"wording": "Mine.", "position": "1"} | theirs(measure)
    revise_measure(measure, by=people.business_manager, wording="Theirs.")
    response = client_as(people.business_manager).post(address("measure_edit", measure), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert '<p class="app-two-texts__words">Theirs.</p>' in page
    assert '<p class="app-two-texts__words">Mine.</p>' in page
    measure.refresh_from_db()
    assert measure.wording == "Theirs."


def test_taking_out_needs_a_reason_and_leaves_the_evidence(people, measure, client_as):
    evidence = make_evidence(measure.action, measure=measure)
    client = client_as(people.business_manager)
    refused = client.post(address("measure_remove", measure), theirs(measure))
    assert "Enter a reason for removing the success measure" in refused.content.decode()
    client.post(address("measure_remove", measure), theirs(measure) | {"reason": "Counted twice."})
    evidence.refresh_from_db()
    assert (evidence.measure, evidence.action.measures.count()) == (None, 0)
    row = type(measure).history.filter(id=measure.pk).latest()
    assert (row.history_type, row.change.reason) == ("-", "Counted twice.")
