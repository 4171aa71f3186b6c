"""The roll-up of ratings to a priority or a plan, on random ratings: numbers and the worst, no average."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from partnership.rating_kinds import GOOD, WORST_FIRST, RatingKind, is_better
from plans.document.records import Distribution, RatingFacts

# Two ratings of every kind but the last; one of each has left the scheme.
RATINGS = [
    RatingFacts(f"{kind}_{n}", kind.value, f"{kind.label} {n}", "", "grey", "ring", n, bool(n))
    for n in (0, 1)
    for kind in RatingKind
    if not (n and kind == RatingKind.NOT_RATED)
]
BY_KEY = {rating.key: rating for rating in RATINGS}
NAMED = (*WORST_FIRST, RatingKind.NOT_RATED)

KEYS = st.sampled_from(list(BY_KEY))
ACTIONS = st.lists(
    st.builds(SimpleNamespace, rating=KEYS, is_overdue=st.booleans()),
    max_size=40,
)


def kinds(actions):
    return [BY_KEY[action.rating].kind for action in actions]


def rated(actions):
    return [kind for kind in kinds(actions) if kind in WORST_FIRST]


def of(actions):
    return Distribution.of(actions, RATINGS)


@given(ACTIONS)
def test_every_action_is_counted_once(actions):
    found = of(actions)
    assert found.total == sum(number for _, number in found.counts) == len(actions)
    assert found.overdue == sum(action.is_overdue for action in actions)


@given(ACTIONS)
def test_a_rating_of_the_scheme_is_listed_and_one_that_left_it_only_if_an_action_has_it(actions):
    listed = [rating.key for rating, _ in of(actions).counts]
    had = {action.rating for action in actions}
    assert listed == [r.key for r in RATINGS if not r.is_retired or r.key in had]


@given(ACTIONS)
def test_the_worst_is_there_and_none_is_worse(actions):
    worst = of(actions).worst
    if rated(actions):
        assert worst.kind in rated(actions)
        assert not any(is_better(worst.kind, kind) for kind in rated(actions))
    elif "not_rated" in kinds(actions):
        assert worst.kind == "not_rated"
    else:
        assert worst is None


@given(ACTIONS, KEYS)
def test_one_more_action_never_improves_the_worst(actions, key):
    before = of(actions).worst
    after = of([*actions, SimpleNamespace(rating=key, is_overdue=False)]).worst
    if before and before.kind in WORST_FIRST:
        assert not is_better(after.kind, before.kind)
    elif BY_KEY[key].kind in NAMED:
        assert after.key == key or after.kind == BY_KEY[key].kind


@given(ACTIONS)
def test_what_is_neither_good_nor_bad_is_never_counted_as_good_nor_makes_anything_worse(actions):
    """Not yet rated, not due to start, on hold, and ended without being done."""
    found = of(actions)
    without = of(action for action in actions if BY_KEY[action.rating].kind in WORST_FIRST)
    assert found.number(*GOOD) == without.number(*GOOD)
    assert found.number(*GOOD) == sum(kind in GOOD for kind in kinds(actions))
    if rated(actions):
        assert found.worst == without.worst
    else:
        assert found.worst is None or found.worst.kind == "not_rated"


@given(ACTIONS, st.randoms())
def test_the_order_of_actions_does_not_matter(actions, random):
    shuffled = random.sample(actions, len(actions))
    assert of(shuffled) == of(actions)
