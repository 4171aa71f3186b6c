"""Makes measures that count, and values for them."""

from datetime import date
from decimal import Decimal

from plans.measures.numbers import Figure
from plans.services.measure import revise_measure
from plans.services.measure_value import record_value
from tests.helpers.builders import NOW, manager_of


def make_counted(measure, *, at=NOW, **values):
    """The measure, now counted in per cent with a target of 90% by March 2027, unless ``values`` say otherwise."""
    numbers = {
        "unit": "%",
        "wanted": "up",
        "target": Decimal(90),
        "target_on": date(2027, 3, 1),
        "target_precision": "month",
    }
    return revise_measure(measure, by=manager_of(measure), at=at, **numbers | values)


def make_value(measure, number, on, *, by=None, at=NOW, numerator=None, denominator=None, **values):
    """A value of ``number`` (text) for the month of ``on``, by the business manager by default."""
    figure = Figure(Decimal(number), numerator, denominator)
    by = by or manager_of(measure)
    return record_value(measure, by=by, figure=figure, on=on, at=at, **values)
