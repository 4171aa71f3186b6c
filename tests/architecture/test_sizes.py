"""Files and functions stay short enough to read in one go."""

from tests.architecture.sources import sources

# The aim is 300 and 30.
FILE_AT_MOST = 400
FUNCTION_AT_MOST = 50


def test_files():
    long = [f"{s.name} ({s.lines} lines)" for s in sources() if s.lines > FILE_AT_MOST]
    assert long == []


def test_functions():
    long = [
        f"{source.name}:{function.lineno} {function.name} ({length(function)} lines)"
        for source in sources()
        for function in source.functions()
        if length(function) > FUNCTION_AT_MOST
    ]
    assert long == []


def length(function):
    return function.end_lineno - function.lineno + 1
