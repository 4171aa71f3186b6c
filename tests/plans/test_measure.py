"""The page of one success measure, and its values recorded, corrected and removed there."""

from datetime import date
from decimal import Decimal

import pytest

from partnership.models import Change
from partnership.services.settings import change_settings
from plans.measures.numbers import Figure
from plans.models import MeasureValue
from plans.services.lead import set_leads
from plans.services.measure import add_measure
from plans.services.measure_value import correct_value
from tests.helpers.builders import action_of, make_closed_plan
from tests.helpers.editing import address, theirs
from tests.helpers.measures import make_counted, make_value
from tests.helpers.page_text import text_of

SENT = "00000000-0000-0000-0000-000000000007"
JANUARY, SEPTEMBER = date(2026, 1, 1), date(2026, 9, 1)


@pytest.fixture
def measure(plan):
    return make_counted(action_of(plan, "1.1").measures.get())


def sent(**values):
    return {
        "figure": "89%",
        "when": "September 2026",
        "source": "Audit",
        "submission": SENT,
    } | values


def test_shows_the_series_and_every_value_the_latest_first(people, measure, client_as):
    make_value(measure, "89", SEPTEMBER, source="Audit of plans", numerator=66, denominator=74)
    make_value(measure, "63", JANUARY)
    page = client_as(people.member).get(address("measure", measure)).text
    words = text_of(page)
    assert "63% in January, 89% (66 of 74) in September; target 90% by March 2027" in words
    assert words.index("September 2026: 89% (66 of 74)") < words.index("January 2026: 63%")
    assert "Source: Audit of plans" in words
    assert (
        "<title>63% in January, 89% (66 of 74) in September; target 90% by March 2027</title>"
        in page
    )
    assert "Record a value" not in words  # a member only reads


def test_a_reached_target_is_a_fact_and_no_rating(people, measure, client_as):
    make_value(measure, "95", SEPTEMBER)
    words = text_of(client_as(people.member).get(address("measure", measure)).text)
    assert "The last value has reached the target. This does not change the rating." in words
    measure.action.refresh_from_db()
    assert measure.action.rating == measure.action._meta.get_field("rating").default


def test_marks_small_numbers_by_the_partnerships_threshold(people, measure, client_as):
    make_counted(measure, unit="children", counts_people=True, target=Decimal(3))
    make_value(measure, "4", SEPTEMBER)
    client = client_as(people.member)
    words = text_of(client.get(address("measure", measure)).text)
    assert "September 2026: 4 children Small number" in words
    assert "Published pages print “fewer than 5” instead of a small number." in words
    change_settings(people.partnership, by=people.business_manager, small_number=3)
    assert "Small number" not in text_of(client.get(address("measure", measure)).text)


def test_one_without_a_unit_says_what_to_do(people, plan, client_as):
    measure = action_of(plan, "1.1").measures.get()
    words = text_of(client_as(people.business_manager).get(address("measure", measure)).text)
    assert "This measure does not count anything" in words
    assert "say what it is counted in" in words
    page = client_as(people.business_manager).get(address("measure_value_new", measure)).text
    assert "This measure has no unit yet." in page
    assert 'name="figure"' not in page


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(number, people, measure, client_as, django_assert_num_queries):
    for month in range(1, number + 1):
        make_value(measure, str(month), date(2026, month, 1))
    client = client_as(people.chair)
    client.get(address("measure", measure))
    with django_assert_num_queries(9):
        client.get(address("measure", measure))


def test_who_leads_the_action_records_a_value(people, measure, client_as):
    client = client_as(people.chair)
    answer = client.post(address("measure_value_new", measure), sent(figure="66 of 74"))
    assert answer.url == address("measure", measure)
    value = measure.values.get()
    assert (value.words, value.on, value.source) == ("89.2% (66 of 74)", SEPTEMBER, "Audit")
    assert "Value for September 2026 saved: 89.2% (66 of 74)." in client.get(answer.url).text
    client.post(address("measure_value_new", measure), sent(figure="66 of 74"))  # pressed twice
    assert measure.values.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"figure": ""}, "Enter the value."),
        ({"figure": "140%"}, "A percentage must be between 0 and 100; you have entered 140%."),
        ({"figure": "74 of 66"}, "74 of 66 is more than all of them. Check the two numbers."),
        ({"figure": "most of them"}, "Enter a number, like 89."),
        ({"figure": "NaN"}, "Enter a number, like 89."),
        ({"figure": "1e400"}, "Enter a number, like 89."),
        ({"figure": "89.123"}, "Enter at most 2 decimal places, like 12.25."),
        ({"figure": "9" * 5000}, "Value must be 200 characters or less"),
        ({"when": ""}, "Enter the month or day."),
        ({"when": "23 November 2026"}, "The date of a value must be today or in the past."),
        ({"when": "December 2026"}, "The date of a value must be today or in the past."),
        ({"when": "last week"}, "Enter a month or a day, like September 2026 or 30 September 2026."),
        ({"when": "May 2026 and July 2026"}, "Enter a month or a day, like September 2026"),
        ({"when": "31 June 2026"}, "Enter a month or a day, like September 2026"),
    ],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_is_lost(typed, sentence, people, measure, client_as):
    client, before = client_as(people.chair), Change.objects.count()
    page = client.post(address("measure_value_new", measure), sent() | typed).text
    assert "There is a problem" in page
    assert sentence in text_of(page)
    assert 'value="Audit"' in page
    assert (Change.objects.count(), measure.values.count()) == (before, 0)


@pytest.mark.parametrize(
    ("when", "date_words"),
    [
        ("September 2026", "September 2026"),
        ("sept 2026", "September 2026"),
        ("30/9/2026", "30 September 2026"),
        ("30th September 2026", "30 September 2026"),
    ],
)
def test_a_date_may_be_written_in_many_ways(when, date_words, people, measure, client_as):
    client_as(people.chair).post(address("measure_value_new", measure), sent(when=when))
    assert measure.values.get().date == date_words


class TestCorrecting:
    @pytest.fixture
    def value(self, measure):
        return make_value(measure, "98", SEPTEMBER)

    def test_begins_with_what_was_recorded(self, value, people, client_as):
        page = client_as(people.chair).get(address("measure_value_edit", value)).text
        assert 'value="98%"' in page
        assert 'value="September 2026"' in page

    def test_saves_and_keeps_the_earlier_one(self, value, people, client_as):
        data = sent(figure="89% (66 of 74)", reason="Turned round.") | theirs(value)
        answer = client_as(people.chair).post(address("measure_value_edit", value), data)
        assert answer.url == address("measure", value.measure)
        assert [row.value for row in value.history.all()] == [89, 98]
        page = client_as(people.chair).get(address("measure_value_edit", value)).text
        assert 'value="89% (66 of 74)"' in page

    def test_a_stale_save_shows_both(self, value, people, client_as):
        data = sent(figure="88%") | theirs(value)
        said = {"on": SEPTEMBER, "precision": "month", "source": ""}
        correct_value(value, by=people.business_manager, figure=Figure(Decimal(89)), **said)
        answer = client_as(people.chair).post(address("measure_value_edit", value), data)
        assert answer.status_code == 409
        assert '<p class="app-two-texts__words">89%</p>' in answer.text
        assert '<p class="app-two-texts__words">88%</p>' in answer.text
        value.refresh_from_db()
        assert value.value == 89

    def test_removing_asks_for_a_reason(self, value, people, client_as):
        client = client_as(people.chair)
        page = client.post(address("measure_value_remove", value), theirs(value)).text
        assert "Enter a reason for removing the value" in page
        client.post(address("measure_value_remove", value), theirs(value) | {"reason": "Wrong."})
        assert not MeasureValue.objects.filter(pk=value.pk).exists()

    def test_not_in_a_closed_plan(self, people, client_as):
        closed = make_closed_plan(people)
        measure = action_of(closed, "1.1").measures.get()
        page = client_as(people.business_manager).get(address("measure_value_new", measure)).text
        assert "This plan is closed. You can read it but you cannot change it." in page


class TestWhoMayRecordForAPriority:
    def test_who_leads_the_priority(self, people, plan, client_as):
        priority, by = plan.priority_set.get(), people.business_manager
        set_leads(priority, [{"group": people.training_group}], by=by)
        measure = make_counted(add_measure(priority, by=by, wording="Children are heard."))
        page = address("measure_value_new", measure)
        assert client_as(people.chair_of_other_group).get(page).status_code == 200
        assert client_as(people.chair).get(page).status_code == 403
