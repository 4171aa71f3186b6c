"""Success measures of an action, a priority or an objective."""

from datetime import date
from decimal import Decimal

import pytest

from partnership.models import Change
from plans.services.measure import revise_measure
from tests.helpers.builders import action_of, make_evidence
from tests.helpers.editing import address, theirs
from tests.helpers.measures import make_counted, make_value
from tests.helpers.page_text import text_of


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


COUNTED = {
    "wording": "More plans are good.",
    "position": "1",
    "outcome": "Plans help children.",
    "for_whom": "professionals",
    "unit": "per cent",
    "wanted": "up",
    "baseline": "55%",
    "baseline_when": "March 2025",
    "target": "90",
    "target_when": "31 March 2027",
    "counts_people": "on",
}


def test_a_measure_that_counts_is_added(people, plan, client_as):
    action = action_of(plan, "1.1")
    client_as(people.business_manager).post(address("action_measure_new", action), COUNTED)
    measure = action.measures.last()
    assert (measure.unit, measure.wanted, measure.for_whom) == ("%", "up", "professionals")
    assert (measure.baseline_words, measure.target_words) == (
        "55% in March 2025",
        "90% by 31 March 2027",
    )
    assert (measure.outcome, measure.counts_people) == ("Plans help children.", True)


def test_its_page_begins_with_its_numbers(people, measure, client_as):
    client = client_as(people.business_manager)
    page = client.get(address("measure_edit", measure)).text
    assert '<details class="govuk-details">' in page  # nothing is counted yet
    make_counted(measure)
    page = client.get(address("measure_edit", measure)).text
    assert '<details class="govuk-details" open>' in page
    assert 'value="90%"' in page
    assert 'value="March 2027"' in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"unit": ""},
            "Enter what the baseline is counted in, such as % or days, or clear the baseline",
        ),
        ({"unit": "", "baseline": "", "baseline_when": ""}, "Enter what the target is counted in"),
        ({"target": "140%"}, "A percentage must be between 0 and 100; you have entered 140%."),
        ({"target": "most of them"}, "Enter a number, like 89."),
        ({"target": ""}, "Enter the target for this date, or clear the date"),
        ({"target_when": "soon"}, "Enter a month or a day, like September 2026"),
        ({"unit": "x" * 41}, "Counted in must be 40 characters or less"),
    ],
)
def test_bad_numbers_are_told_and_kept(typed, sentence, people, measure, client_as):
    client, before = client_as(people.business_manager), Change.objects.count()
    page = client.post(address("measure_edit", measure), COUNTED | theirs(measure) | typed).text
    assert sentence in text_of(page)
    assert "Plans help children." in page
    assert '<details class="govuk-details" open>' in page
    assert Change.objects.count() == before


def test_the_unit_of_recorded_values_cannot_change(people, measure, client_as):
    make_value(make_counted(measure), "50", date(2026, 9, 1))
    measure.refresh_from_db()
    data = COUNTED | theirs(measure) | {"unit": "days", "target": "9", "baseline": "9"}
    page = client_as(people.business_manager).post(address("measure_edit", measure), data).text
    assert "There are values counted in %. Remove them first, or add another measure." in page


def test_a_stale_target_shows_both(people, measure, client_as):
    make_counted(measure)
    measure.refresh_from_db()
    data = COUNTED | theirs(measure) | {"target": "95"}
    revise_measure(measure, by=people.business_manager, target=Decimal(80))
    response = client_as(people.business_manager).post(address("measure_edit", measure), data)
    assert response.status_code == 409
    assert '<p class="app-two-texts__words">80%</p>' in response.text
    assert '<p class="app-two-texts__words">95</p>' in response.text
