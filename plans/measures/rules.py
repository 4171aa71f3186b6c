"""Rules of measures that count, of plain values: what is wanted, whether a target is reached, what got worse.

This module imports no model, so that models can use it too.
"""

UP, DOWN, KEEP = "up", "down", "keep"


def direction_wanted(wanted, baseline, target):
    """“up”, “down” or “keep”; if it was not said, as the target is to the baseline; "" if that is not known."""
    if wanted or baseline is None or target is None or baseline == target:
        return wanted
    return UP if target > baseline else DOWN


def is_reached(value, *, target, wanted):
    """Whether ``value`` is at the target or beyond it: a fact, and never by itself a rating."""
    if value is None or target is None or not wanted:
        return False
    return {UP: value >= target, DOWN: value <= target, KEEP: value == target}[wanted]


def is_worse(before, after, *, target, wanted):
    """Whether a value got worse. One to keep gets worse by moving away from the target, or from what it was."""
    if wanted == UP:
        return after < before
    if wanted == DOWN:
        return after > before
    if wanted == KEEP:
        aim = before if target is None else target
        return abs(after - aim) > abs(before - aim)
    return False
