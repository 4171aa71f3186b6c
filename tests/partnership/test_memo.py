"""What was made of the same facts is kept; of those used last, and no others."""

from partnership.memo import Memo


def test_what_was_made_of_a_key_is_kept():
    memo, made = Memo(size=2), []

    def make(value):
        return lambda: made.append(value) or value

    assert memo.get(("a", 1), make("first")) == "first"
    assert memo.get(("a", 1), make("second")) == "first"
    assert memo.get(("a", 2), make("third")) == "third"
    assert made == ["first", "third"]


def test_those_used_longest_ago_are_forgotten():
    memo = Memo(size=2)
    for key in ("a", "b", "a", "c"):
        memo.get(key, lambda key=key: [key])
    assert memo.get("a", lambda: "anew") == ["a"]
    assert memo.get("b", lambda: "anew") == "anew"
    assert memo.get("c", lambda: "anew") == "anew"


def test_a_failure_is_not_kept():
    memo = Memo(size=2)
    try:
        memo.get("a", lambda: 1 / 0)
    except ZeroDivisionError:
        assert memo.get("a", lambda: "made") == "made"
