"""Numbers of measures: what people may type, what is refused with which sentence, and how they are written."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from plans.measures.numbers import Figure, amount_words, figure_words, read_figure, tidy_unit


@pytest.mark.parametrize(
    ("typed", "unit", "value", "numerator", "denominator"),
    [
        ("89", "%", "89", None, None),
        ("89%", "%", "89", None, None),
        ("89 per cent", "%", "89", None, None),
        (" 87.5 % ", "%", "87.5", None, None),
        ("66 of 74", "%", "89.2", 66, 74),
        ("66/74", "%", "89.2", 66, 74),
        ("66 out of 74 plans", "%", "89.2", 66, 74),
        ("89% of 74 plans", "%", "89", None, 74),
        ("89% (66 of 74)", "%", "89", 66, 74),
        ("0 of 12", "%", "0", 0, 12),
        ("1,250", "children", "1250", None, None),
        ("1250 children", "children", "1250", None, None),
        ("1 child", "children", "1", None, None),
        ("12 Days", "days", "12", None, None),
        ("£1,000", "£", "1000", None, None),
        ("-£1,000.50", "£", "-1000.50", None, None),
        ("−3", "days", "-3", None, None),
        ("9,999,999,999.99", "days", "9999999999.99", None, None),
    ],
)
def test_is_read_as_people_type_it(typed, unit, value, numerator, denominator):
    assert read_figure(typed, unit) == Figure(Decimal(value), numerator, denominator)


@pytest.mark.parametrize(
    ("typed", "unit", "sentence"),
    [
        ("140%", "%", "A percentage must be between 0 and 100; you have entered 140%."),
        ("-1", "%", "A percentage must be between 0 and 100; you have entered -1%."),
        ("74 of 66", "%", "74 of 66 is more than all of them. Check the two numbers."),
        ("0 of 0", "%", "A percentage cannot be of 0. Enter how many there were in all."),
        ("95% (66 of 74)", "%", "66 of 74 is 89.2%, not 95%. Check the numbers."),
        ("about half", "%", "Enter a number, like 89."),
        ("NaN", "days", "Enter a number, like 12."),
        ("Infinity", "days", "Enter a number, like 12."),
        ("1e400", "days", "Enter a number, like 12."),
        ("9" * 400, "days", "This number is too large."),
        ("10,000,000,000", "days", "This number is too large."),
        ("1.234", "days", "Enter at most 2 decimal places, like 12.25."),
        ("89%", "days", "Enter only a number, like 12. This measure is counted in days."),
        ("£5", "days", "Enter only a number, like 12. This measure is counted in days."),
        ("12 weeks", "days", "Enter only a number, like 12. This measure is counted in days."),
        (
            "66 of 74",
            "days",
            "Enter one number, like 12. This measure is counted in days, not as a share.",
        ),
        (
            "1,25",
            "days",
            "Check the commas in 1,25. Write one thousand two hundred and fifty as 1,250 or 1250, and a half as 0.5.",
        ),
        ("٣", "days", "Enter a number, like 12."),
        ("", "£", "Enter a number, like 1,250."),
    ],
)
def test_what_is_no_such_number_is_refused_with_a_sentence(typed, unit, sentence):
    with pytest.raises(ValidationError) as refused:
        read_figure(typed, unit)
    assert refused.value.messages == [sentence]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("89.00", "%", "89%"),
        ("87.50", "%", "87.5%"),
        ("1250", "£", "£1,250"),
        ("-3", "£", "-£3"),
        ("1", "children", "1 child"),
        ("1", "young people", "1 young person"),
        ("1", "days", "1 day"),
        ("2", "days", "2 days"),
        ("0", "days", "0 days"),
        ("1", "business", "1 business"),
    ],
)
def test_is_written_with_its_unit(value, unit, words):
    assert amount_words(Decimal(value), unit) == words


def test_a_share_says_of_how_many():
    assert figure_words(Figure(Decimal(89), 66, 74), "%") == "89% (66 of 74)"
    assert figure_words(Figure(Decimal(89), None, 1074), "%") == "89% of 1,074"


@pytest.mark.parametrize("written", ["%", "per cent", "Percent", " percentage "])
def test_every_way_to_write_per_cent_is_one_unit(written):
    assert tidy_unit(written) == "%"


@pytest.mark.parametrize("unit", ["%", "£", "children", "days"])
def test_what_is_written_can_be_read_again(unit):
    for value in ("0", "1", "12", "99.5"):
        assert read_figure(amount_words(Decimal(value), unit), unit).value == Decimal(value)
