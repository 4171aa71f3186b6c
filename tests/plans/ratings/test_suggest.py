"""The rating that the dates alone suggest: every rule at its boundaries."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.models import RatingKind
from partnership.rating_kinds import WAITING, WORST_FIRST, is_better
from plans.models import ReportingPoint
from plans.ratings.suggest import Facts, facts_of, suggest
from plans.services.action import revise_action
from plans.services.reporting_point import miss_report, receive_report
from plans.services.structure import add_part
from tests.helpers.builders import NOW, TODAY, action_of, make_update
from tests.helpers.milestones import make_milestone

DAY = timedelta(days=1)


def facts(kind="on_track", due_on=None, precision="day", said_on=TODAY, points=()):
    return Facts(kind, due_on, precision if due_on else "", said_on, points)


@pytest.mark.parametrize(
    ("given", "kind", "because"),
    [
        # 1. complete stays complete, whatever else
        (
            facts("complete", TODAY - 400 * DAY, said_on=TODAY - 400 * DAY, points=(TODAY - DAY,)),
            "complete",
            "It is already complete.",
        ),
        # 2. and 3. overdue: not on the day itself, but on the day after; red from the 91st day
        (facts(due_on=TODAY), "on_track", "It is not due until 22 November 2026."),
        (facts(due_on=TODAY - DAY), "at_risk", "It was due on 21 November 2026."),
        (facts(due_on=TODAY - 90 * DAY), "at_risk", "It was due on 24 August 2026."),
        (
            facts(due_on=TODAY - 91 * DAY),
            "off_track",
            "It was due on 23 August 2026, at least 3 months ago.",
        ),
        (
            facts(due_on=date(2026, 10, 31), precision="month"),
            "at_risk",
            "It was due in October 2026.",
        ),
        (
            facts(due_on=date(2026, 8, 31), precision="month"),
            "at_risk",
            "It was due in August 2026.",
        ),
        (
            facts(due_on=date(2026, 7, 31), precision="month"),
            "off_track",
            "It was due in July 2026, at least 3 months ago.",
        ),
        # overdue outweighs a missed point or silence
        (
            facts(due_on=TODAY - DAY, said_on=TODAY - 300 * DAY, points=(TODAY - 200 * DAY,)),
            "at_risk",
            "It was due on 21 November 2026.",
        ),
        # 4. a reporting point has passed without an update since
        (facts(points=(TODAY,), said_on=TODAY - DAY), None, ""),
        (
            facts(points=(TODAY - DAY,), said_on=TODAY - 2 * DAY),
            "at_risk",
            "There has been no update since a report was due in November 2026.",
        ),
        (facts(points=(TODAY - DAY,), said_on=TODAY - DAY), None, ""),
        (
            facts("not_rated", points=(date(2026, 10, 31), date(2026, 6, 30)), said_on=None),
            "at_risk",
            "There has been no update since a report was due in October 2026.",
        ),
        # a point with a late update is answered
        (facts(points=(date(2026, 6, 30),), said_on=date(2026, 7, 1)), None, ""),
        # 5. silence: eight months after the rating, and only if there was one
        (facts(said_on=TODAY - 240 * DAY), None, ""),
        (
            facts(said_on=TODAY - 241 * DAY),
            "at_risk",
            "There has been no update since 26 March 2026.",
        ),
        (facts("not_rated", said_on=None), None, ""),
        (
            facts(due_on=TODAY + DAY, said_on=TODAY - 241 * DAY),
            "at_risk",
            "There has been no update since 26 March 2026.",
        ),
        # 6. due in the future
        (
            facts("not_rated", due_on=TODAY + DAY, said_on=None),
            "on_track",
            "It is not due until 23 November 2026.",
        ),
        (
            facts(due_on=date(2027, 3, 31), precision="month"),
            "on_track",
            "It is not due until March 2027.",
        ),
        (
            facts("off_track", due_on=TODAY + DAY),
            "on_track",
            "It is not due until 23 November 2026.",
        ),
        # 7. otherwise nothing
        (facts(), None, ""),
    ],
)
def test_rules(given, kind, because):
    found = suggest(given, on=TODAY)
    assert (found and found.kind, found.because if found else "") == (kind, because)


any_facts = st.builds(
    Facts,
    kind=st.sampled_from(RatingKind.values),
    due_on=st.none() | st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    due_precision=st.sampled_from(["day", "month"]),
    said_on=st.none() | st.dates(date(2015, 1, 1), TODAY),
    points=st.lists(st.dates(date(2015, 1, 1), date(2035, 1, 1)), max_size=6).map(tuple),
)


@given(any_facts)
def test_never_suggests_complete_or_grey_and_always_says_why(facts):
    """Dates cannot know that something is done."""
    found = suggest(facts, on=TODAY)
    if facts.kind in WAITING | {RatingKind.ENDED}:
        assert found is None
    elif found is None:
        assert facts.due_on is None
    elif facts.kind == "complete":
        assert found.kind == "complete"
    else:
        assert found.kind in ("off_track", "at_risk", "on_track")
        assert found.because.endswith(".")


@given(any_facts, st.integers(0, 2000))
def test_time_alone_never_makes_it_better(facts, days):
    now, later = suggest(facts, on=TODAY), suggest(facts, on=TODAY + days * DAY)
    if now is not None:
        assert later is not None
        assert not is_better(later.kind, now.kind)


def test_from_worst_to_best():
    assert [kind.value for kind in WORST_FIRST] == ["off_track", "at_risk", "on_track", "complete"]
    assert all(is_better(better, worse) for worse, better in pairwise(WORST_FIRST))
    assert not any(is_better(kind, kind) for kind in WORST_FIRST)


class TestFactsOfAnAction:
    def test_its_own_dates_and_points(self, plan, people):
        action = action_of(plan, "1.1")
        add_part(
            ReportingPoint,
            plan,
            by=people.business_manager,
            action=action,
            due_on=date(2026, 12, 31),
        )
        make_update(action)
        assert facts_of(action_of(plan, "1.1")) == Facts(
            "on_track", date(2027, 3, 31), "month", TODAY, (date(2026, 12, 31),)
        )

    def test_nothing_said_yet(self, plan):
        assert facts_of(action_of(plan, "1.3")) == Facts("not_rated", None, "", None, ())

    def test_the_day_is_the_day_in_london(self, plan):
        """Half past eleven in the evening of 30 June in UTC is 1 July."""
        make_update(action_of(plan, "1.1"), at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
        assert facts_of(action_of(plan, "1.1")).said_on == date(2026, 7, 1)

    def test_takes_at_most_two_queries(self, plan, django_assert_max_num_queries):
        make_update(action_of(plan, "1.1"), at=NOW)
        action = action_of(plan, "1.1")
        with django_assert_max_num_queries(2):
            facts_of(action)


class TestMilestones:
    """One that should be done by now suggests at risk, whatever was reported since."""

    @pytest.fixture
    def action(self, plan):
        return action_of(plan, "1.1")

    def because(self, action):
        suggestion = suggest(facts_of(action), on=TODAY)
        return suggestion.kind, suggestion.because

    LATE = ("at_risk", "The milestone “Staff are trained” was due in October 2026 and is not done.")

    def test_not_done_after_its_day(self, people, action):
        make_milestone(action, due_on=date(2026, 10, 31))
        assert self.because(action) == self.LATE
        make_update(action, by=people.chair)
        action.refresh_from_db()
        assert self.because(action) == self.LATE

    def test_missed_until_an_update(self, people, action):
        point = make_milestone(action, due_on=date(2026, 10, 31))
        miss_report(point, by=people.business_manager)
        assert self.because(action) == self.LATE
        make_update(action, by=people.chair)
        action.refresh_from_db()
        assert self.because(action)[0] == "on_track"

    def test_done_or_due_later_or_without_a_date(self, people, action):
        done = make_milestone(action, due_on=date(2026, 10, 31))
        receive_report(done, by=people.business_manager, received_on=TODAY)
        make_milestone(action, due_on=TODAY)
        make_milestone(action)
        assert self.because(action)[0] == "on_track"


class TestStart:
    @pytest.mark.parametrize(
        ("starts_on", "precision", "because"),
        [
            (TODAY - DAY, "day", "It was due to start on 21 November 2026."),
            (TODAY, "day", None),
            (date(2026, 3, 1), "month", "It was due to start in March 2026."),
            (date(2026, 11, 1), "month", None),
            (date(2026, 12, 1), "month", None),
        ],
    )
    def test_not_due_to_start_although_the_start_is_past(self, starts_on, precision, because):
        given = replace(facts("not_due"), starts_on=starts_on, starts_precision=precision)
        found = suggest(given, on=TODAY)
        assert (found and (found.kind, found.because)) == (because and ("at_risk", because))

    def test_on_hold_or_ended_is_not_asked_to_start(self):
        for kind in ("on_hold", "ended"):
            given = replace(facts(kind), starts_on=date(2026, 3, 1), starts_precision="month")
            assert suggest(given, on=TODAY) is None

    def test_nothing_is_suggested_before_the_start(self):
        """Its priority may be due before it."""
        late = facts(due_on=TODAY - DAY)
        assert suggest(late, on=TODAY).kind == "at_risk"
        waits = replace(late, starts_on=TODAY + DAY, starts_precision="day")
        assert suggest(waits, on=TODAY) is None
        assert suggest(waits, on=TODAY + DAY).kind == "at_risk"

    def test_the_facts_of_an_action_have_its_start(self, people, plan):
        action = action_of(plan, "1.3")
        revise_action(action, by=people.business_manager, starts_words="March 2027")
        found = facts_of(action_of(plan, "1.3"))
        assert (found.starts_on, found.starts_precision) == (date(2027, 3, 1), "month")
