"""Numbers of success measures: read as people type them, and written as people read them.

Stored are at most ten digits before the point and two after it, which every database keeps exactly.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError

DIGITS, DECIMALS = 12, 2  # of a stored number: all digits, and those after the point
PERCENT, POUND = "%", "£"
PERCENT_WORDS = {"%", "percent", "per cent", "percentage", "pct"}
LONGEST = 200  # characters of a number that anybody types

NUMBER = r"-?[0-9][0-9,]*(?:\.[0-9]+)?"
COUNTED = r"(?P<numerator>[0-9][0-9,]*) ?(?:of|out of|/) ?(?P<denominator>[0-9][0-9,]*)"
SHARE = rf"(?P<value>{NUMBER}) ?(?:%|per ?cent) ?"
# 66 of 74; 89% (66 of 74); 89% of 74. Words may say what was counted: “89% of 74 plans”.
FRACTIONS = [
    re.compile(pattern + r"(?: [a-z][a-z '-]*)?", re.IGNORECASE)
    for pattern in (
        COUNTED,
        rf"{SHARE}[(,:]? ?{COUNTED}\)?",
        rf"{SHARE}of (?P<denominator>[0-9][0-9,]*)",
    )
]
PLAIN = re.compile(rf"(?P<pound>-?£ ?)?(?P<number>{NUMBER}) ?(?P<unit>\D*)")
GROUPED = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a measure. A percentage may say of how many: the numerator and the denominator, or that alone."""

    value: Decimal
    numerator: int | None = None
    denominator: int | None = None


def tidy_unit(unit):
    """The unit with single spaces; every way to write “per cent” is “%”."""
    unit = " ".join(unit.split())
    return PERCENT if unit.lower() in PERCENT_WORDS else unit


def read_figure(text, unit):
    """The Figure in what someone typed for a measure counted in ``unit``: “89%”, “66 of 74”, “1,250”, “£1,000”.

    ValidationError with a sentence if it is no such number.
    """
    text = " ".join(text.split()).replace("\u2212", "-")
    if len(text) > LONGEST:
        raise ValidationError("This number is too large.")
    for pattern in FRACTIONS:
        if found := pattern.fullmatch(text):
            return _read_fraction(found.groupdict(), unit)
    found = PLAIN.fullmatch(text)
    if found is None:
        raise ValidationError(f"Enter a number, like {example(unit)}.")
    figure = Figure(_read_unit(found, unit))
    check_figure(figure, unit)
    return figure


def example(unit):
    return "89" if unit == PERCENT else "1,250" if unit == POUND else "12"


def _read_fraction(parts, unit):
    if unit != PERCENT:
        raise ValidationError(
            f"Enter one number, like {example(unit)}. This measure is counted in {unit}, not as a share."
        )
    numerator, denominator = (
        None if parts.get(name) is None else int(_read_number(parts[name]))
        for name in ("numerator", "denominator")
    )
    typed = parts.get("value")
    figure = make_figure(typed and _read_number(typed), numerator, denominator)
    check_figure(figure, unit)
    return figure


def _read_unit(found, unit):
    """The number of a plain one, if what is written around it belongs to the unit."""
    around = "£" if found["pound"] else tidy_unit(found["unit"].strip().lower())
    wanted = unit.lower()
    if around not in {"", wanted, unit_of(Decimal(1), wanted)}:
        raise ValidationError(
            f"Enter only a number, like {example(unit)}. This measure is counted in {unit}."
        )
    is_negative = (found["pound"] or "").startswith("-")
    number = _read_number(found["number"])
    return -number if is_negative else number


def _read_number(text):
    if not GROUPED.fullmatch(text):
        raise ValidationError(
            f"Check the commas in {text}. Write one thousand two hundred and fifty as 1,250 or 1250, "
            "and a half as 0.5."
        )
    return Decimal(text.replace(",", ""))


def make_figure(value, numerator=None, denominator=None):
    """A Figure; a value that is not given (None) is worked out, to one decimal place."""
    if value is None and numerator is not None and denominator:
        exact = Decimal(100 * numerator) / denominator
        value = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Figure(value if value is not None else Decimal(0), numerator, denominator)


def check_figure(figure, unit):
    """Refuse what no measure in ``unit`` can be: ValidationError with a sentence."""
    numerator, denominator = figure.numerator, figure.denominator
    if denominator is not None:
        _check_fraction(figure, numerator, denominator)
    check_number(figure.value, unit)


def _check_fraction(figure, numerator, denominator):
    if denominator == 0:
        raise ValidationError("A percentage cannot be of 0. Enter how many there were in all.")
    if max(numerator or 0, denominator) >= 10**9:
        raise ValidationError("This number is too large.")
    if numerator is None:
        return
    if numerator > denominator:
        raise ValidationError(
            f"{numerator:,} of {denominator:,} is more than all of them. Check the two numbers."
        )
    exact = Decimal(100 * numerator) / denominator
    step = Decimal(1).scaleb(min(0, figure.value.as_tuple().exponent))  # of its last digit
    if abs(figure.value - exact) >= step:
        worked_out = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
        raise ValidationError(
            f"{numerator:,} of {denominator:,} is {number_words(worked_out)}%, "
            f"not {number_words(figure.value)}%. Check the numbers."
        )


def check_number(value, unit):
    """Refuse a value, baseline or target that cannot be stored, or cannot be a percentage."""
    if not value.is_finite():
        raise ValidationError(f"Enter a number, like {example(unit)}.")
    if abs(value) >= Decimal(10) ** (DIGITS - DECIMALS):
        raise ValidationError("This number is too large.")
    if value != value.quantize(Decimal(1).scaleb(-DECIMALS)):
        raise ValidationError(f"Enter at most {DECIMALS} decimal places, like 12.25.")
    if unit == PERCENT and not 0 <= value <= 100:
        raise ValidationError(
            f"A percentage must be between 0 and 100; you have entered {number_words(value)}%."
        )


def number_words(value):
    """“1,250”, “87.5”: with commas, and without zeros at the end."""
    whole = value == value.to_integral_value()
    return f"{int(value):,}" if whole else f"{value:,f}".rstrip("0")


def amount_words(value, unit):
    """A number with its unit: “89%”, “£1,000”, “12 days”, “1 day”."""
    number = number_words(value)
    if unit == POUND:
        return f"-£{number[1:]}" if value < 0 else f"£{number}"
    return f"{number}%" if unit == PERCENT else f"{number} {unit_of(value, unit)}".strip()


def figure_words(figure, unit):
    """A Figure in words: “89% (66 of 74)”, “89% of 74”, “12 days”."""
    words = amount_words(figure.value, unit)
    if figure.denominator is None:
        return words
    if figure.numerator is None:
        return f"{words} of {figure.denominator:,}"
    return f"{words} ({figure.numerator:,} of {figure.denominator:,})"


ONE_OF = {"children": "child", "people": "person", "families": "family", "agencies": "agency"}


def unit_of(value, unit):
    """The unit after ``value``: of one, the singular of its last word, as far as that is plain English."""
    if value != 1:
        return unit
    *before, last = unit.split(" ") if unit else [""]
    if last.lower() in ONE_OF:
        last = ONE_OF[last.lower()]
    elif not before and last.endswith("s") and not last.endswith("ss"):
        last = last[:-1]
    return " ".join([*before, last])
