"""Measures with their values: one for its page, and several for what shows them beside others."""

from collections import defaultdict
from dataclasses import dataclass

from partnership.statements import Given, Statement
from plans.measures.series import Readers, SeriesFacts, make_series
from plans.models import MeasureValue, SuccessMeasure


@dataclass(frozen=True)
class MeasureDetail:
    measure: SuccessMeasure
    series: SeriesFacts | None  # None: it counts nothing
    values: tuple[MeasureValue, ...]  # the latest day first
    readers: Readers

    @property
    def small(self):
        """The ids of values that are small numbers of people."""
        return {
            value.pk for value in self.values if self.series.small_words(value.figure, self.readers)
        }


def read_measure(measure, *, on):
    """The MeasureDetail of ``measure`` (with its plan and partnership) on the day ``on``: one query."""
    values = _VALUES.records(measure=measure.pk)
    for value in values:
        value.measure = measure
    series = make_series(measure, values)
    order = {facts.pk: number for number, facts in enumerate(series.values)} if series else {}
    return MeasureDetail(
        measure=measure,
        series=series,
        values=tuple(sorted(values, key=lambda value: order.get(value.pk, 0), reverse=True)),
        readers=Readers(on, measure.plan.partnership.small_number),
    )


def add_series(measures):
    """Give each of ``measures`` its SeriesFacts as ``series``; the values of those that count, each with its measure.

    One query, if any of them counts.
    """
    counted = {measure.pk: measure for measure in measures if measure.is_counted}
    values = _VALUES_OF_SEVERAL.records(measures=list(counted)) if counted else []
    by_measure = defaultdict(list)
    for value in values:
        value.measure = counted[value.measure_id]
        by_measure[value.measure_id].append(value)
    for measure in measures:
        measure.series = make_series(measure, by_measure[measure.pk])
    return tuple(values)


# Made once a process: the text of these statements is the same for every measure.
_VALUES = Statement(
    lambda: MeasureValue.objects.filter(measure=Given("measure")).select_related("evidence")
)
_VALUES_OF_SEVERAL = Statement(
    lambda: MeasureValue.objects.filter(measure__among=Given("measures"))
)
