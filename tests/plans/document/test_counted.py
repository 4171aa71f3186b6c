"""What was counted for measures in a plan's document: now, as at a moment, from a snapshot, and compared."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from partnership.history import recording
from partnership.services.settings import change_settings
from plans.document.as_at import read_plan_as_at
from plans.document.compare import compare_documents
from plans.document.current import read_plan
from plans.document.from_snapshot import document_of
from plans.models import Plan
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.measure_value import correct_value, remove_value
from plans.services.snapshot import as_data, save_snapshot
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_plan
from tests.helpers.measures import make_counted, make_value

HOUR = timedelta(hours=1)
JANUARY, SEPTEMBER = date(2026, 1, 1), date(2026, 9, 1)


def read(plan, **values):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return read_plan(plan, on=TODAY, **values)


@pytest.fixture
def measure(plan):
    """The measure of 1.1, which counts a percentage of people, with two values."""
    measure = action_of(plan, "1.1").measures.get()
    measure = make_counted(
        measure, outcome="Children are safer.", for_whom="children", counts_people=True, at=days_ago(9)
    )  # fmt: skip
    make_value(measure, "89.2", SEPTEMBER, at=days_ago(5), numerator=66, denominator=74)
    make_value(measure, "63.5", JANUARY, at=days_ago(4), source="Audit")
    return measure


def facts(document):
    (found,) = (m for a in document.actions for m in a.measures if m.series)
    return found


def test_has_the_series_with_outcome_and_for_whom(plan, measure):
    document = read(plan)
    found = facts(document)
    assert (found.outcome, found.for_whom_words) == (
        "Children are safer.",
        "Children, adults and families",
    )
    assert found.series.words(document.legend.readers) == (
        "63.5% in January, 89.2% (66 of 74) in September; target 90% by March 2027"
    )


def test_of_priorities_and_objectives_too(people, plan):
    for record in (plan.priority_set.get(), plan.objective_set.get()):
        added = add_measure(record, by=people.business_manager, wording="Days", unit="days")
        make_value(added, "3", SEPTEMBER)
    (section,) = read(plan).sections
    (part,) = (part for part in section.parts if part.objective)
    lines = [owner.measures[0].series.value_lines for owner in (section.priority, part.objective)]
    assert lines == [["3 days, September 2026"]] * 2


def test_is_equal_now_as_at_now_and_from_a_snapshot(people, plan, measure):
    change_settings(people.partnership, by=people.business_manager, small_number=10, at=days_ago(1))
    snapshot = save_snapshot(plan, by=people.business_manager, reason="For us.", at=NOW)
    now = as_data(read(plan))
    assert now["small_number"] == 10
    assert now == as_data(read_plan_as_at(plan, at=NOW)) == as_data(document_of(snapshot))
    assert facts(document_of(snapshot)) == facts(read(plan))


def test_as_at_a_day_has_the_values_of_then(people, plan, measure):
    by, value = people.business_manager, measure.values.get(on=JANUARY)
    correct_value(
        value, by=by, figure=value.figure, on=date(2026, 2, 1), precision="month", at=NOW + HOUR
    )
    remove_value(measure.values.get(on=SEPTEMBER), by=by, reason="Wrong.", at=NOW + 2 * HOUR)
    revise_measure(measure, by=by, target=Decimal(95), at=NOW + 3 * HOUR)
    with recording(by=by, at=NOW + 4 * HOUR):
        remove_measure(measure, by=by, reason="Counted twice.")

    def then(at):
        series = facts(read_plan_as_at(plan, at=at)).series
        return series.value_lines, series.target

    first = ["63.5%, January 2026", "89.2% (66 of 74), September 2026"]
    second = ["63.5%, February 2026", "89.2% (66 of 74), September 2026"]
    assert then(days_ago(4) + HOUR) == (first, 90)
    assert then(days_ago(5) + HOUR) == (first[1:], 90)
    assert then(NOW + HOUR) == (second, 90)
    assert then(NOW + 2 * HOUR) == (second[:1], 90)
    assert then(NOW + 3 * HOUR) == (second[:1], 95)
    last = read_plan_as_at(plan, at=NOW + 4 * HOUR)
    assert [m for a in last.actions for m in a.measures if m.series] == []


def test_a_comparison_shows_numbers_and_values(people, plan, measure):
    before = read_plan_as_at(plan, at=days_ago(4) - HOUR)
    revise_measure(measure, by=people.business_manager, target=Decimal(95), at=NOW + HOUR)
    (altered,) = compare_documents(before, read_plan_as_at(plan, at=NOW + HOUR)).altered
    wording = (
        "Measure 1 of 1.1\noutcome: Children are safer.\nfor whom: Children, adults and families\n"
    )
    assert [(one.what, one.before, one.after) for one in altered.measures] == [
        ("Measure", f"{wording}target 90% by March 2027", f"{wording}target 95% by March 2027"),
        (
            "Values of “Measure 1 of 1.1”",
            "89.2% (66 of 74), September 2026",
            "63.5%, January 2026\n89.2% (66 of 74), September 2026",
        ),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_values_cost_one_query_whatever_their_number(people, django_assert_num_queries, number):
    plan = make_plan(people, actions=number)
    for action in plan.action_set.all():
        counted = make_counted(action.measures.get())
        for month in range(1, number + 1):
            make_value(counted, str(month), date(2026, month, 1))
    loaded = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    with django_assert_num_queries(12):
        read_plan(loaded, on=TODAY)
    with django_assert_num_queries(6):
        read_plan(loaded, on=TODAY, brief=True)
    with django_assert_num_queries(28):
        read_plan_as_at(plan, at=NOW + HOUR)
