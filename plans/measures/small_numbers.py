"""Small numbers of people: from them a child could be recognised, so published pages do not print them.

A percentage gives the number away where it says of how many, and so does what is left of all of them.
"""

from decimal import Decimal

from plans.measures.numbers import PERCENT


def public_words(figure, unit, threshold):
    """What a published page prints instead of a number of people: “fewer than 5”; "" if the number is not small.

    ``threshold`` is the partnership's: every number from 1 to the one below it is small. 0 is nobody.
    """
    fewer = f"fewer than {threshold}"
    if unit != PERCENT:
        return fewer if 0 < figure.value < threshold else ""
    if figure.denominator is None:
        return ""  # nobody can work out how many it is
    if figure.denominator < threshold:
        return f"a share of {fewer}"
    number = figure.numerator
    if number is None:
        number = figure.value * figure.denominator / Decimal(100)
    if 0 < number < threshold:
        return f"{fewer} of {figure.denominator:,}"
    if 0 < figure.denominator - number < threshold:
        return f"all but {fewer} of {figure.denominator:,}"
    return ""
