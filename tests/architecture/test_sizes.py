"""Files and functions stay short enough to read in one go."""

import pytest

from tests.architecture.sources import sources

# The aim is 300 and 30.
FILE_AT_MOST = 400
FUNCTION_AT_MOST = 50


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.name)
def test_files(source):
    assert source.lines <= FILE_AT_MOST


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.name)
def test_functions(source):
    long = [
        f"{source.name}:{function.lineno} {function.name} ({length(function)} lines)"
        for function in source.functions()
        if length(function) > FUNCTION_AT_MOST
    ]
    assert long == []


def length(function):
    return function.end_lineno - function.lineno + 1
