"""Edits of measures and their values, before and after a freeze."""

from datetime import date
from decimal import Decimal

from plans.measures.numbers import Figure
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.measure_value import correct_value, remove_value
from plans.services.period import freeze_period
from tests.helpers.builders import action_of, days_ago, make_plan
from tests.helpers.measures import make_counted, make_value
from tests.helpers.periods import make_period
from tests.helpers.quiet.registry import near_miss, quiet


def freeze(plan, by, *, name="Summer 2026", at=None):
    period = make_period(plan, name=name, at=at or days_ago(20))
    return freeze_period(period, by=by, at=at or days_ago(10))


@quiet("measure_after_freeze")
def measure_reworded_after_a_freeze(p, plan, by):
    freeze(plan, by)
    revise_measure(action_of(plan, "1.1").measures.get(), by=by, wording="Ten a year")


@quiet("measure_after_freeze")
def measure_taken_out_after_a_freeze(p, plan, by):
    freeze(plan, by)
    remove_measure(action_of(plan, "1.1").measures.get(), by=by, reason="It cannot be counted.")


@near_miss
def measure_reworded_before_any_freeze(p, plan, by):
    make_period(plan, at=days_ago(20))
    revise_measure(action_of(plan, "1.1").measures.get(), by=by, wording="Ten a year")


@near_miss
def measure_that_came_after_the_freeze(p, plan, by):
    freeze(plan, by)
    measure = add_measure(action_of(plan, "1.1"), by=by, wording="Twenty", at=days_ago(1))
    revise_measure(measure, by=by, wording="Ten a year")


@near_miss
def measure_agreed_at_last(p, plan, by):
    measure = add_measure(
        action_of(plan, "1.1"), by=by, wording="TBC", is_placeholder=True, at=days_ago(30)
    )
    freeze(plan, by)
    revise_measure(measure, by=by, wording="Ten a year", is_placeholder=False)


@near_miss
def measure_of_a_plan_whose_neighbour_was_frozen(p, plan, by):
    freeze(make_plan(p, title="Another plan"), by)
    revise_measure(action_of(plan, "1.1").measures.get(), by=by, wording="Ten a year")


@quiet("measure_after_freeze")
def target_lowered_after_a_freeze(p, plan, by):
    measure = make_counted(action_of(plan, "1.1").measures.get(), at=days_ago(30))
    freeze(plan, by)
    revise_measure(measure, by=by, target=Decimal(70))


@near_miss
def measure_that_counts_from_now_on(p, plan, by):
    freeze(plan, by)
    make_counted(action_of(plan, "1.1").measures.get())


@near_miss
def target_lowered_before_any_freeze(p, plan, by):
    measure = make_counted(action_of(plan, "1.1").measures.get(), at=days_ago(30))
    revise_measure(measure, by=by, target=Decimal(70))


def counted(plan, *numbers, at=30):
    """Values of the measure of 1.1, one a month from January on; the last is returned."""
    measure = make_counted(action_of(plan, "1.1").measures.get(), at=days_ago(at))
    for month, number in enumerate(numbers, start=1):
        value = make_value(measure, number, date(2026, month, 1), at=days_ago(at))
    return value


@quiet("value_after_freeze")
def value_corrected_after_a_freeze(p, plan, by):
    value = counted(plan, "63")
    freeze(plan, by)
    correct_value(value, by=by, figure=Figure(Decimal(93)), on=value.on, precision="month")


@quiet("value_after_freeze")
def value_removed_after_a_freeze(p, plan, by):
    value = counted(plan, "63")
    freeze(plan, by)
    remove_value(value, by=by, reason="It was of another area.")


@near_miss
def value_corrected_before_any_freeze(p, plan, by):
    value = counted(plan, "63")
    correct_value(value, by=by, figure=Figure(Decimal(93)), on=value.on, precision="month")


@near_miss
def source_of_a_value_after_a_freeze(p, plan, by):
    value = counted(plan, "63")
    freeze(plan, by)
    correct_value(value, by=by, figure=value.figure, on=value.on, precision="month", source="Audit")


@near_miss
def value_recorded_after_a_freeze(p, plan, by):
    freeze(plan, by)
    counted(plan, "63", at=1)
