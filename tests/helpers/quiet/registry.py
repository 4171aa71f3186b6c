"""The edits that are examples of quiet changes, and those that are nearly quiet."""

QUIET, NEAR_MISSES = {}, {}


def quiet(key):
    """Register an edit that the rule ``key`` marks."""

    def register(function):
        QUIET[function.__name__] = (function, key)
        return function

    return register


def near_miss(function):
    """Register an edit that no rule marks."""
    NEAR_MISSES[function.__name__] = function
    return function
