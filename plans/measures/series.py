"""The values of one measure over time with its baseline and target: in a sentence, and as a small line.

A series is the same whatever the order in which its values were recorded: they are in the order of their days.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.dates import MONTHS

from plans.measures.numbers import Figure, amount_words, figure_words
from plans.measures.rules import direction_wanted, is_reached, is_worse
from plans.measures.small_numbers import public_words
from plans.models.timescale import Precision, date_words, last_day_of

# Printed where the plan is published, instead of evidence that gives a small number of people.
WITHHELD = "a number that is not published"
HIDDEN_EVIDENCE = "The number of people is small, so this is not published."
SHOWN = 4  # values that a sentence has in full; of more, the first and the last two
WIDTH, HEIGHT, EDGE = 120, 30, 4  # of the line, in units of its drawing


@dataclass(frozen=True, slots=True)
class ValueFacts:
    """One value, with the day or month that it is for."""

    pk: int
    on: date
    precision: str  # a Precision value; of a month, ``on`` is its first day
    value: Decimal
    numerator: int | None = None
    denominator: int | None = None
    source: str = ""
    evidence_pk: int | None = None  # of the piece of evidence that gives it

    @property
    def figure(self):
        return Figure(self.value, self.numerator, self.denominator)

    @property
    def last_day(self):
        """The last day it is for, by which values are in order."""
        return last_day_of(self.on, self.precision)

    @property
    def order(self):
        """A month comes after its days."""
        return self.last_day, self.precision == Precision.MONTH, self.pk

    @property
    def date(self):
        return date_words(self.on, self.precision)


@dataclass(frozen=True, slots=True)
class Readers:
    """For whom a series is written: on which day, and what the partnership does with small numbers of people."""

    on: date
    threshold: int
    is_public: bool = False  # whether it is published, so that small numbers are not printed
    withheld: frozenset = (
        frozenset()
    )  # ids of values that would give a small number away (see disclosure)


INSIDE = Readers(date.max, 1)  # who sees every number without a mark


@dataclass(frozen=True, slots=True)
class LineFacts:
    """The line as coordinates in a drawing of WIDTH × HEIGHT; ``target`` is how far down its target is."""

    points: tuple[tuple[float, float], ...]
    target: float | None
    title: str


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    unit: str
    wanted: str  # a SuccessMeasure.Wanted value, or ""
    baseline: Decimal | None
    baseline_on: date | None
    baseline_precision: str
    target: Decimal | None
    target_on: date | None
    target_precision: str
    counts_people: bool
    values: tuple[ValueFacts, ...] = field(default=())

    @property
    def last(self):
        return self.values[-1] if self.values else None

    @property
    def direction(self):
        """What is wanted: “up”, “down”, “keep”, or "" if that is not known."""
        return direction_wanted(self.wanted, self.baseline, self.target)

    @property
    def is_reached(self):
        """Whether the last value is at the target or beyond it."""
        value = self.last and self.last.value
        return is_reached(value, target=self.target, wanted=self.direction)

    @property
    def is_worse(self):
        """Whether the last value is worse than the one before it."""
        if len(self.values) < 2:
            return False
        before, after = self.values[-2].value, self.values[-1].value
        return is_worse(before, after, target=self.target, wanted=self.direction)

    def small_words(self, figure, readers):
        """What a published page prints instead of ``figure``; "" if it may print it."""
        if not self.counts_people:
            return ""
        return public_words(figure, self.unit, readers.threshold)

    def hidden_evidence(self, readers):
        """The ids of the evidence that gives a value which is not published; its words may give it away too."""
        hidden = (value for value in self.values if self.hides(value, readers))
        return {value.evidence_pk for value in hidden} - {None}

    def hides(self, value, readers):
        """Whether a published page does not print the value as it is."""
        return value.pk in readers.withheld or bool(self.small_words(value.figure, readers))

    def value_words(self, value, readers):
        """A value for these readers: “89% (66 of 74)”, “3 children (small number)”, “fewer than 5 children”."""
        if readers.is_public and value.pk in readers.withheld:
            return WITHHELD
        return self._figure_words(value.figure, readers)

    def _figure_words(self, figure, readers):
        words, small = figure_words(figure, self.unit), self.small_words(figure, readers)
        if not small:
            return words
        if not readers.is_public:
            return f"{words} (small number, not for publication)"
        is_share = figure.denominator is not None
        return small if is_share else f"{small} {self.unit}".strip()

    @property
    def target_words(self):
        """“90% by March 2027”; "" without a target."""
        if self.target is None:
            return ""
        by = f" by {date_words(self.target_on, self.target_precision)}" if self.target_on else ""
        return f"{amount_words(self.target, self.unit)}{by}"

    def baseline_words(self, readers):
        """“55% in March 2025”; "" without a baseline."""
        if self.baseline is None:
            return ""
        words = self._figure_words(Figure(self.baseline), readers)
        if self.baseline_on is None:
            return words
        return f"{words} {_when(self.baseline_on, self.baseline_precision)}"

    def last_words(self, readers):
        """The last value, “89% (66 of 74) in September 2026”; "" without one."""
        if self.last is None:
            return ""
        return f"{self.value_words(self.last, readers)} {_when(self.last.on, self.last.precision)}"

    @property
    def aims(self):
        """“baseline 55% in March 2025” and “target 90% by March 2027”, those there are, as people inside see them."""
        numbers = ("baseline", self.baseline_words(INSIDE)), ("target", self.target_words)
        return [f"{name} {words}" for name, words in numbers if words]

    @property
    def value_lines(self):
        """Every value with its date in full: “89% (66 of 74), September 2026”."""
        return [f"{figure_words(value.figure, self.unit)}, {value.date}" for value in self.values]

    def words(self, readers):
        """“63% in January, 89% in September; target 90% by March 2027”, with a capital at its start."""
        parts = [self._values_words(readers) or "no value recorded yet"]
        if baseline := self.baseline_words(readers):
            parts.insert(0, f"baseline {baseline}")
        if target := self.target_words:
            reached = ", reached" if self._says_reached(readers) else ""
            parts.append(f"target {target}{reached}")
        text = "; ".join(parts)
        return text[:1].upper() + text[1:]

    def _says_reached(self, readers):
        """Whether to say that the target is reached: of a small number that would say too much."""
        if not self.is_reached:
            return False
        return not (readers.is_public and self.hides(self.last, readers))

    def _values_words(self, readers):
        if not self.values:
            return ""
        years = [value.last_day.year for value in self.values]
        is_this_year = set(years) == {readers.on.year}
        following = [*years[1:], None]
        parts = [
            f"{self.value_words(value, readers)} "
            f"{_when(value.on, value.precision, with_year=not is_this_year and year != then)}"
            for value, year, then in zip(self.values, years, following, strict=True)
        ]
        if len(parts) > SHOWN:
            first = self.values[0]
            start = f"{self.value_words(first, readers)} {_when(first.on, first.precision, with_year=not is_this_year)}"
            parts = [f"{start} …", *parts[-2:]]
            return f"{parts[0]} {', '.join(parts[1:])}"
        return ", ".join(parts)

    def line(self, readers):
        """The LineFacts; None for fewer than two points, or if the line would show a number that is not printed."""
        points = [(value.last_day, value.value) for value in self.values]
        is_hidden = any(self.hides(value, readers) for value in self.values)
        if self.baseline is not None and self.baseline_on is not None:
            points.insert(0, (self.baseline_on, self.baseline))
            points.sort(key=lambda point: point[0])
            is_hidden = is_hidden or bool(self.small_words(Figure(self.baseline), readers))
        is_hidden = is_hidden and readers.is_public
        if len(points) < 2 or is_hidden or points[0][0] == points[-1][0]:
            return None
        return _draw(points, self.target, self.words(readers))


def _when(on, precision, with_year=True):
    """“in January”, “in January 2026”, “on 12 January”."""
    month = f"{MONTHS[on.month]} {on.year}" if with_year else f"{MONTHS[on.month]}"
    return f"in {month}" if precision == Precision.MONTH else f"on {on.day} {month}"


def _draw(points, target, title):
    levels = [float(value) for _, value in points]
    all_levels = [*levels, *([] if target is None else [float(target)])]
    low, high = min(all_levels), max(all_levels)
    start, days = points[0][0], (points[-1][0] - points[0][0]).days

    def down(level):
        share = (level - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)

    def across(day):
        return round(EDGE + (day - start).days / days * (WIDTH - 2 * EDGE), 1)

    drawn = tuple(
        (across(day), down(level)) for (day, _), level in zip(points, levels, strict=True)
    )
    return LineFacts(drawn, None if target is None else down(float(target)), title)


def make_series(measure, values):
    """The SeriesFacts of a measure (a record, or a row with its fields) and rows of its values; None without a unit."""
    if not measure.unit:
        return None
    facts = (
        ValueFacts(
            row.pk, row.on, row.precision, plain(row.value),
            row.numerator, row.denominator, row.source, row.evidence_id,
        )
        for row in values
    )  # fmt: skip
    return SeriesFacts(
        unit=measure.unit,
        wanted=measure.wanted,
        baseline=plain(measure.baseline),
        baseline_on=measure.baseline_on,
        baseline_precision=measure.baseline_precision,
        target=plain(measure.target),
        target_on=measure.target_on,
        target_precision=measure.target_precision,
        counts_people=measure.counts_people,
        values=tuple(sorted(facts, key=lambda value: value.order)),
    )


def plain(number):
    """A number without zeros at its end, whichever database it comes from; None stays None."""
    if number is None:
        return None
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()
