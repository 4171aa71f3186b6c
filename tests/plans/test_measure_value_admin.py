"""The admin of values of measures: the same refusals as on our pages, and choices of the same measure alone."""

from datetime import date

import pytest

from plans.models import MeasureValue
from tests.helpers.admin_pages import address
from tests.helpers.builders import action_of, make_evidence
from tests.helpers.measures import make_counted, make_value


@pytest.fixture
def measure(plan):
    return make_counted(action_of(plan, "1.1").measures.get())


def sent(measure, **values):
    return {
        "measure": measure.pk,
        "value": "89.2",
        "numerator": "66",
        "denominator": "74",
        "on": "2026-09-14",
        "precision": "month",
        "source": "Audit",
        "evidence": "",
        "change_reason": "Counted.",
    } | values


def test_is_recorded_by_whoever_is_signed_in(people, measure, client_as):
    client = client_as(people.business_manager)
    assert client.post(address(MeasureValue, "add"), sent(measure)).status_code == 302
    value = measure.values.get()
    assert (value.words, value.date) == ("89.2% (66 of 74)", "September 2026")
    assert (value.by_name, value.action) == ("Business manager", measure.action)
    assert value.history.get().change.reason == "Counted."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value": "140", "numerator": "", "denominator": ""}, "must be between 0 and 100"),
        ({"numerator": "80"}, "80 of 74 is more than all of them."),
        ({"numerator": "66", "denominator": ""}, "enter both numbers"),
        ({"on": "2026-12-14"}, "The date of a value must be today or in the past."),
        ({"value": "NaN"}, "Enter a number."),
        ({"on": "2026-08-31"}, "There is already a value for this date."),
    ],
)
def test_bad_input_is_told_and_changes_nothing(typed, sentence, people, measure, client_as):
    make_value(measure, "50", date(2026, 8, 1))
    page = client_as(people.business_manager).post(
        address(MeasureValue, "add"), sent(measure, **typed)
    )
    assert sentence in page.text
    assert measure.values.count() == 1


def test_evidence_for_another_measure_is_refused(people, measure, client_as):
    other = make_evidence(measure.action)
    page = client_as(people.business_manager).post(
        address(MeasureValue, "add"), sent(measure, evidence=other.pk)
    )
    assert "Choose evidence for this measure." in page.text
    assert measure.values.count() == 0


def test_a_measure_elsewhere_cannot_be_chosen(people, client_as):
    theirs = make_counted(action_of(people.elsewhere.plan, "1.1").measures.get())
    client_as(people.business_manager).post(address(MeasureValue, "add"), sent(theirs))
    assert theirs.values.count() == 0


def test_is_corrected_and_deleted_with_a_reason(people, measure, client_as):
    value = make_value(measure, "98", date(2026, 9, 1))
    client = client_as(people.business_manager)
    client.post(address(value, "change"), sent(measure, version=value.version))
    value.refresh_from_db()
    assert value.words == "89.2% (66 of 74)"
    client.post(address(value, "delete"), {"post": "yes"})
    assert measure.values.count() == 1
    client.post(address(value, "delete"), {"post": "yes", "change_reason": "Of another area."})
    assert measure.values.count() == 0
