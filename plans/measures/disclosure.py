"""Numbers that are not small themselves, but would give a small number of people away: a total beside its parts.

Inside 3, 12 and 15 children are three values of one day. Published, “fewer than 5”, 12 and 15 would still say 3. So one
number more is not printed: the total, or where it is known from a percentage (“of 40”) the smallest of the other parts.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from plans.measures.numbers import PERCENT
from plans.measures.small_numbers import public_words

MOST = 12  # numbers of one day of which every sum is looked at; of more, none is printed


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """A number of people, as a value gives it."""

    number: Decimal
    value: int  # the id of the value
    is_hidden: bool  # not printed anyway
    is_small: bool
    is_denominator: bool = False  # printed with every percentage of it


def find_withheld(groups, threshold):
    """The ids of values that are not published beside the others of their group.

    ``groups`` are those of SeriesFacts that stand beside each other: of one action, priority or objective.
    """
    found = set()
    for group in groups:
        for counts in _by_day(group, threshold).values():
            found |= _withheld(counts)
    return frozenset(found)


def find_withheld_of(sections, threshold):
    """Likewise of the sections of a PlanDocument."""
    owners = [section.priority for section in sections]
    owners += [part.objective for section in sections for part in section.parts]
    owners += [action for section in sections for action in section.actions]
    groups = ([one.series for one in owner.measures if one.series] for owner in owners if owner)
    return find_withheld(groups, threshold)


def _by_day(group, threshold):
    """The PeopleCounts of a group by the day or month that they are for."""
    found = defaultdict(list)
    for series in group:
        if series.counts_people:
            for value in series.values:
                found[value.on, value.precision] += _counts(series, value, threshold)
    return found


def _counts(series, value, threshold):
    figure, is_hidden = value.figure, bool(public_words(value.figure, series.unit, threshold))
    if series.unit != PERCENT:
        yield PeopleCount(figure.value, value.pk, is_hidden, is_hidden)
    elif figure.denominator is not None:
        of = Decimal(figure.denominator)
        number = figure.value * of / 100 if figure.numerator is None else Decimal(figure.numerator)
        yield PeopleCount(number, value.pk, is_hidden, 0 < number < threshold)
        yield PeopleCount(of, value.pk, of < threshold, of < threshold, is_denominator=True)


def _withheld(counts):
    """The ids of values that must not be printed, so that no small number follows from those that are."""
    hidden = {count.value for count in counts if count.is_hidden}
    if not hidden:
        return set()
    if len(counts) > MOST:
        return {count.value for count in counts} - hidden
    found = set()
    while sums := next(_telling(counts, found), None):
        found |= _choose(*sums, counts, found)
    return found


def _telling(counts, withheld):
    """Each (total, parts) by which a number that is not printed follows from those that are."""
    parts = [count for count in counts if not count.is_denominator and count.number]
    for total in counts:
        others = [part for part in parts if total.is_denominator or part.value != total.value]
        for size in range(2, len(others) + 1):
            for some in combinations(others, size):
                is_sum = sum(part.number for part in some) == total.number
                if is_sum and _tells(total, some, withheld):
                    yield total, some


def _tells(total, parts, withheld):
    """Whether one number is all that is missing of a sum; or only small ones, which leave little to guess."""
    missing = [count for count in (total, *parts) if _is_unprinted(count, withheld)]
    if _is_unprinted(total, withheld):
        return missing == [total]
    return len(missing) == 1 or (bool(missing) and all(count.is_small for count in missing))


def _is_unprinted(count, withheld):
    return count.is_hidden or count.value in withheld


def _choose(total, parts, counts, withheld):
    """The ids of what is not printed either: the total if it is a value by itself, or the smallest part that is."""
    if not total.is_denominator and not _is_unprinted(total, withheld):
        return {total.value}
    printed = [part for part in parts if not _is_unprinted(part, withheld)]
    if printed:
        return {min(printed, key=lambda part: (part.number, part.value)).value}
    return {one.value for one in counts if one.is_denominator and one.number == total.number}
