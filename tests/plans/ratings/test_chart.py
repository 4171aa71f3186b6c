"""An action's ratings and due dates on one time axis."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from plans.ratings.chart import SchemeMove, build_chart
from plans.services.timescale import change_timescale
from tests.helpers.builders import NOW, action_of, days_ago, make_update
from tests.helpers.editing import address


def said(number, month, day, rating):
    at = datetime(2026, month, day, 12, tzinfo=UTC)
    return SimpleNamespace(pk=number, at=at, rating=rating)


def drawn(updates, due_dates=()):
    return build_chart(
        starts_on=date(2026, 1, 1), updates=updates, due_dates=list(due_dates), on=date(2026, 4, 1)
    )


def test_nothing_to_draw_before_a_rating():
    assert drawn([], [date(2026, 3, 1)]) is None


def test_each_rating_stands_until_the_next():
    picture = drawn([said(2, 3, 1, "green"), said(1, 2, 1, "amber")])
    assert [(s.start, s.days, s.rating) for s in picture.spans] == [
        (0, 31, "not_rated"),
        (31, 28, "amber"),
        (59, 31, "green"),
    ]
    assert (picture.days, picture.today) == (90, 90)


def test_a_rating_said_again_goes_on():
    picture = drawn([said(1, 2, 1, "amber"), said(2, 3, 1, "amber")])
    assert [(s.start, s.days, s.rating) for s in picture.spans] == [
        (0, 31, "not_rated"),
        (31, 59, "amber"),
    ]


def test_due_dates_reach_beyond_today_and_before_the_start():
    picture = drawn([said(1, 2, 1, "amber")], [date(2025, 12, 31), date(2026, 4, 11)])
    assert picture.starts_on == date(2025, 12, 31)
    assert [(mark.day, mark.is_last) for mark in picture.marks] == [(0, False), (101, True)]
    assert (picture.days, picture.today) == (101, 91)


def test_the_page_says_in_words_what_is_drawn(people, plan, client_as):
    action = action_of(plan, "1.1")
    client = client_as(people.member)
    assert "app-picture" not in client.get(address("action", action)).text
    make_update(action, rating="amber", at=days_ago(10))
    by = people.business_manager
    change_timescale(
        action_of(plan, "1.1"), by=by, reason="Late.", kind="month", due_on=date(2027, 6, 1), at=NOW
    )
    page = client.get(address("action", action)).text
    assert "Amber from 12 November 2026; due 31 March 2027, then 30 June 2027</title>" in page


def test_a_move_to_another_scheme_begins_a_span():
    move = SchemeMove(datetime(2026, 3, 1, 12, tzinfo=UTC), "amber-green")
    picture = build_chart(
        starts_on=date(2026, 2, 1), updates=[said(1, 2, 1, "amber")], due_dates=[],
        on=date(2026, 4, 1), moves=[move],
    )  # fmt: skip
    assert [(s.start, s.days, s.rating) for s in picture.spans] == [
        (0, 28, "amber"),
        (28, 31, "amber-green"),
    ]
