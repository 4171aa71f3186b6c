"""The roll-up of ratings to a priority or a plan, on random ratings: numbers and the worst, no average."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from partnership.models import RatingKind
from plans.document.records import Distribution
from plans.ratings.suggest import ORDER, is_better

ACTIONS = st.lists(
    st.builds(SimpleNamespace, rating=st.sampled_from(RatingKind.values), is_overdue=st.booleans()),
    max_size=40,
)


def rated(actions):
    return [action.rating for action in actions if action.rating in ORDER]


@given(ACTIONS)
def test_every_action_is_counted_once(actions):
    found = Distribution.of(actions)
    assert found.total == sum(number for _, number in found.counts) == len(actions)
    assert [kind for kind, _ in found.counts] == RatingKind.values
    assert found.overdue == sum(action.is_overdue for action in actions)


@given(ACTIONS)
def test_the_worst_is_there_and_none_is_worse(actions):
    worst = Distribution.of(actions).worst
    if rated(actions):
        assert worst in rated(actions)
        assert not any(is_better(worst, kind) for kind in rated(actions))
    else:
        assert worst == "grey"


@given(ACTIONS, st.sampled_from(RatingKind.values))
def test_one_more_action_never_improves_the_worst(actions, rating):
    before = Distribution.of(actions).worst
    after = Distribution.of([*actions, SimpleNamespace(rating=rating, is_overdue=False)]).worst
    if before in ORDER:
        assert not is_better(after, before)
    else:
        assert after == rating


@given(ACTIONS)
def test_grey_is_never_counted_as_green_nor_makes_anything_worse(actions):
    found = Distribution.of(actions)
    without = Distribution.of(action for action in actions if action.rating != "grey")
    assert found.number("green") == sum(action.rating == "green" for action in actions)
    assert found.number("green") == without.number("green")
    assert found.worst == without.worst


@given(ACTIONS, st.randoms())
def test_the_order_of_actions_does_not_matter(actions, random):
    shuffled = random.sample(actions, len(actions))
    assert Distribution.of(shuffled) == Distribution.of(actions)
