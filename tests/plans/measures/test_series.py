"""A series of values: the same in any order, in one sentence and as a small line."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.measures.series import Readers, make_series

ON = date(2026, 11, 22)
INSIDE, PUBLIC = Readers(ON, 5), Readers(ON, 5, is_public=True)


def measure(**values):
    none = {
        "unit": "%",
        "wanted": "",
        "baseline": None,
        "baseline_on": None,
        "baseline_precision": "",
        "target": None,
        "target_on": None,
        "target_precision": "",
        "counts_people": False,
    }
    return SimpleNamespace(**none | values)


def value(number, on, *, precision="month", pk=0, numerator=None, denominator=None):
    return SimpleNamespace(
        pk=pk, on=on, precision=precision, value=Decimal(number),
        numerator=numerator, denominator=denominator, source="", evidence_id=None,
    )  # fmt: skip


TARGET = {"target": Decimal(90), "target_on": date(2027, 3, 1), "target_precision": "month"}
TWO = [value("63", date(2026, 1, 1)), value("89", date(2026, 9, 1))]


@pytest.mark.parametrize(
    ("fields", "values", "words"),
    [
        (TARGET, TWO, "63% in January, 89% in September; target 90% by March 2027"),
        (TARGET, TWO[::-1], "63% in January, 89% in September; target 90% by March 2027"),
        (TARGET, [], "No value recorded yet; target 90% by March 2027"),
        ({}, [], "No value recorded yet"),
        ({"unit": "days"}, [value("1", date(2026, 1, 1))], "1 day in January"),
        (
            {"baseline": Decimal(55), "baseline_on": date(2025, 3, 1), "baseline_precision": "month"},
            TWO,
            "Baseline 55% in March 2025; 63% in January, 89% in September",
        ),
        (
            {},
            [value("63", date(2025, 1, 1)), value("70", date(2025, 9, 1)), value("80", date(2026, 1, 1))],
            "63% in January, 70% in September 2025, 80% in January 2026",
        ),
        (
            {},
            [value("89.20", date(2026, 9, 30), precision="day", numerator=66, denominator=74)],
            "89.2% (66 of 74) on 30 September",
        ),
        (
            {},
            [value(str(50 + n), date(2026, n, 1), pk=n) for n in range(1, 7)],
            "51% in January … 55% in May, 56% in June",
        ),
        (
            TARGET | {"target": Decimal(80), "wanted": "up"},
            TWO,
            "63% in January, 89% in September; target 80% by March 2027, reached",
        ),
    ],
)  # fmt: skip
def test_reads_as_one_sentence(fields, values, words):
    assert make_series(measure(**fields), values).words(INSIDE) == words


DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 11, 1))
ROWS = st.lists(
    st.tuples(DAYS, st.integers(0, 100)), min_size=1, max_size=8, unique_by=lambda row: row[0]
)


@settings(max_examples=60, deadline=None)
@given(
    ROWS,
    st.randoms(use_true_random=False),
    st.sampled_from([None, 40]),
    st.sampled_from([None, 90]),
)
def test_the_order_of_recording_changes_nothing(rows, random, baseline, target):
    numbers = {"baseline": baseline and Decimal(baseline), "target": target and Decimal(target)}
    values = [value(str(n), on, precision="day", pk=pk) for pk, (on, n) in enumerate(rows)]
    shuffled = random.sample(values, len(values))
    one, other = (make_series(measure(**numbers), v) for v in (values, shuffled))
    assert one == other
    assert [v.on for v in one.values] == sorted(on for on, _ in rows)
    assert one.words(INSIDE) == other.words(INSIDE)
    assert one.line(INSIDE) == other.line(INSIDE)


def test_a_month_comes_after_its_days():
    values = [value("2", date(2026, 9, 1)), value("1", date(2026, 9, 30), precision="day")]
    assert [v.value for v in make_series(measure(), values).values] == [1, 2]


@pytest.mark.parametrize(
    ("fields", "last", "is_reached", "is_worse"),
    [
        ({"wanted": "up", "target": Decimal(90)}, "90", True, False),
        ({"wanted": "up", "target": Decimal(90)}, "50", False, True),
        ({"wanted": "down", "target": Decimal(50)}, "50", True, False),
        ({"wanted": "down", "target": Decimal(50)}, "70", False, True),
        ({"wanted": "keep", "target": Decimal(63)}, "63", True, False),
        ({"wanted": "keep", "target": Decimal(63)}, "70", False, True),
        ({"target": Decimal(90)}, "95", False, False),  # which way is wanted is not known
        ({"baseline": Decimal(50), "target": Decimal(90)}, "95", True, False),
        ({"baseline": Decimal(90), "target": Decimal(50)}, "95", False, True),
    ],
)
def test_what_is_reached_and_what_got_worse(fields, last, is_reached, is_worse):
    values = [value("63", date(2026, 1, 1)), value(last, date(2026, 9, 1))]
    series = make_series(measure(**fields), values)
    assert (series.is_reached, series.is_worse) == (is_reached, is_worse)


class TestSmallNumbers:
    CHILDREN = {"unit": "children", "counts_people": True, "target": Decimal(3), "wanted": "down"}
    VALUES = [value("9", date(2026, 1, 1)), value("3", date(2026, 9, 1))]

    def test_are_marked_inside(self):
        series = make_series(measure(**self.CHILDREN), self.VALUES)
        assert series.words(INSIDE) == (
            "9 children in January, 3 children (small number, not for publication) in September; "
            "target 3 children, reached"
        )
        assert series.line(INSIDE) is not None

    def test_are_not_in_what_is_published(self):
        series = make_series(measure(**self.CHILDREN | {"target": Decimal(4)}), self.VALUES)
        assert series.words(PUBLIC) == (
            "9 children in January, fewer than 5 children in September; target 4 children"
        )
        assert series.line(PUBLIC) is None  # its height would be the number

    def test_nor_as_a_share(self):
        values = [value("4.1", date(2026, 9, 1), numerator=3, denominator=74)]
        series = make_series(measure(counts_people=True), values)
        assert series.words(PUBLIC) == "Fewer than 5 of 74 in September"

    def test_what_counts_no_people_is_printed(self):
        series = make_series(measure(unit="days"), [value("3", date(2026, 9, 1))])
        assert series.words(PUBLIC) == "3 days in September"


class TestLine:
    def test_goes_from_the_first_to_the_last_and_says_so(self):
        line = make_series(measure(**TARGET), TWO).line(INSIDE)
        assert line.points == ((4.0, 26.0), (116.0, 4.8))
        assert line.target == 4.0
        assert line.title == "63% in January, 89% in September; target 90% by March 2027"

    def test_begins_at_a_dated_baseline(self):
        fields = {
            "baseline": Decimal(55),
            "baseline_on": date(2025, 3, 1),
            "baseline_precision": "month",
        }
        assert len(make_series(measure(**fields), TWO).line(INSIDE).points) == 3

    @pytest.mark.parametrize("values", [[], TWO[:1]])
    def test_is_not_drawn_of_fewer_than_two(self, values):
        assert make_series(measure(**TARGET), values).line(INSIDE) is None

    def test_is_level_if_nothing_changed(self):
        same = [value("63", date(2026, 1, 1)), value("63", date(2026, 9, 1))]
        assert make_series(measure(), same).line(INSIDE).points == ((4.0, 15.0), (116.0, 15.0))


def test_a_measure_without_a_unit_has_no_series():
    assert make_series(measure(unit=""), TWO) is None
