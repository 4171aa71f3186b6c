"""The moment of a change: a freeze's snapshot, history as at its moment, and the order of the feed agree."""

from datetime import timedelta
from functools import partial
from itertools import count, pairwise, permutations
from threading import Barrier, Event
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from partnership.history import Change, revise
from partnership.models import HouseStyle, RatingDefinition
from plans.document.as_at import read_plan_as_at
from plans.document.from_snapshot import document_of
from plans.models import Priority, ProgressUpdate
from plans.services.action import add_action, remove_action, revise_action
from plans.services.lead import set_leads
from plans.services.measure import add_measure
from plans.services.period import freeze_period, reopen_period
from plans.services.plan import close_plan, revise_plan
from plans.services.progress import record_no_change, record_update
from plans.services.snapshot import as_data
from plans.services.structure import add_part
from plans.services.timescale import change_timescale
from tests.helpers.at_once import PATIENCE, Person, in_turn, on_postgres, wait_until_held_back
from tests.helpers.builders import NOW, action_of, make_partnership, make_plan
from tests.helpers.periods import make_period

CLOSED = "This plan is closed. You can read it but you cannot change it."


@pytest.fixture
def people(transactional_db):
    return make_partnership()


@pytest.fixture
def plan(people):
    plan = make_plan(people)
    make_period(plan)
    return plan


@pytest.fixture(autouse=True)
def ticking(monkeypatch):
    """A clock that advances a millisecond each time it is read: two moments are never equal by accident."""
    ticks = count(1)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(milliseconds=next(ticks)))


def update(plan, reference="1.1", comment="We have begun."):
    action, by = action_of(plan, reference), manager(plan)
    return record_update(action, by=by, rating="amber", comment=comment)


def manager(plan):
    return plan.partnership.membership_set.managing(NOW.date()).get().user


def freeze(plan):
    return freeze_period(plan.reportingperiod_set.open().get(), by=manager(plan))


def close(plan):
    return close_plan(plan, by=manager(plan), reason="Its years are over")


def reopen(plan):
    period = plan.reportingperiod_set.latest("opened_at")
    if period.is_frozen:
        reopen_period(period, by=manager(plan), reason="A late answer")


def changes_to(plan, people):
    """Name → a change that the plan's document shows."""
    by, action = people.business_manager, action_of(plan, "1.2")
    style = HouseStyle.objects.get(partnership=people.partnership)
    label = RatingDefinition.objects.get(partnership=people.partnership, kind="off_track")
    lead = {"agency": people.police}
    return {
        "an update": partial(update, plan),
        "no change": partial(record_no_change, action_of(plan, "1.1"), by=by),
        "a wording": partial(revise_action, action, by=by, wording="Ask each child"),
        "a timescale": partial(change_timescale, action, by=by, reason="Late", kind="ongoing"),
        "a lead": partial(set_leads, action, [lead], by=by),
        "a measure": partial(add_measure, action, by=by, wording="Nine in ten"),
        "a new action": partial(add_action, plan, by=by, reference="9", wording="Listen"),
        "a new priority": partial(add_part, Priority, plan, by=by, number="9", title="Safe homes"),
        "a removed action": partial(remove_action, action_of(plan, "1.3"), by=by, reason="Done"),
        "a group's name": partial(revise, people.audit_group, by=by, name="Quality Group"),
        "an agency's name": partial(revise, people.police, by=by, name="The Police"),
        "a rating's label": partial(revise, label, by=by, label="Off course"),
        "the colours": partial(revise, style, by=by, marking="OFFICIAL"),
        "the plan's title": partial(revise_plan, plan, by=by, title="Our plan"),
    }


def assert_history_agrees(plan):
    """Each snapshot equals history as at its moment, and the feed is in the order of its moments."""
    snapshots = list(plan.snapshot_set.exclude(why="agreement"))
    assert snapshots
    for snapshot in snapshots:
        past = read_plan_as_at(plan, at=snapshot.taken_at)
        assert as_data(document_of(snapshot)) == as_data(past), str(snapshot)
    assert_in_order(plan.partnership)


def assert_in_order(partnership):
    """In the order in which they were written, each change is later than the one before."""
    written = Change.objects.filter(partnership=partnership).order_by("pk")
    moments = list(written.filter(at__gt=NOW).values_list("at", flat=True))
    assert len(moments) > 2
    assert all(earlier < later for earlier, later in pairwise(moments))


def test_a_change_that_is_not_committed_is_in_no_snapshot_and_comes_after_it(plan, people):
    for change in changes_to(plan, people).values():
        in_turn(change, partial(freeze, plan))
        reopen(plan)
    assert_history_agrees(plan)


def test_a_change_that_begins_before_a_freeze_is_committed_comes_after_it(plan, people):
    for change in changes_to(plan, people).values():
        in_turn(partial(freeze, plan), change)
        reopen(plan)
    assert_history_agrees(plan)


@on_postgres
def test_in_whichever_order_they_come(people):
    """All of them begin while another person's change to the same action is not committed."""
    presses = {"update": update, "freeze": freeze, "close": close}
    orders = list(permutations(presses))
    plans = [make_plan(people, title=f"Plan: {order}") for order in orders]
    for plan in plans:
        make_period(plan)
    for plan, order in zip(plans, orders, strict=True):
        action = action_of(plan, "1.1")
        half_way = partial(revise_action, action, by=people.business_manager, title="Listen")
        outcomes = in_turn(half_way, *(partial(presses[name], plan) for name in order))
        done = dict(zip(order, outcomes[1:], strict=True))
        is_late = order.index("update") > order.index("close")
        assert done["update"] == [CLOSED] if is_late else isinstance(done["update"], ProgressUpdate)
        if order.index("freeze") > order.index("close"):
            assert done["freeze"] == [CLOSED]
            continue
        kept = str(plan.snapshot_set.get(why="freeze").document)
        is_in_it = order.index("update") < order.index("freeze")
        assert ("We have begun." in kept, "'Listen'" in kept) == (is_in_it, True)
        assert_history_agrees(plan)


@on_postgres
def test_an_update_that_waits_while_the_plan_is_closed_keeps_what_was_typed(
    plan, people, client_as
):
    action = action_of(plan, "1.1")
    client = client_as(people.business_manager)
    page = reverse("plans:action_progress", args=["ashshire", action.pk])
    sent = {"rating": "amber", "comment": "Twelve children were asked.", "submission": uuid4()}
    _, answer = in_turn(partial(close, plan), lambda: client.post(page, sent))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert CLOSED in text
    assert "Twelve children were asked." in text
    assert not action.updates.exists()
    assert action.drafts.get().comment == "Twelve children were asked."


EVERY_EDIT = 10


def test_ten_people_at_once_make_a_feed_that_never_runs_backwards(plan, people):
    """A hundred edits of two plans and a group, while another person reads the feed repeatedly."""
    other, begin = make_plan(people, title="Another plan"), Barrier(10)

    def edit(number):
        begin.wait(PATIENCE)
        for turn in range(EVERY_EDIT):
            words = f"{number}, {turn}"
            if number % 3 == 0:
                revise(people.audit_group, by=people.chair, remit=words)
            else:
                update((plan, other)[number % 2], f"1.{number % 3}", words)

    before = len(_read_feed(people.partnership, []))
    editors = [Person(partial(edit, number)) for number in range(10)]
    feed = []
    while any(editor.is_alive() for editor in editors):
        feed = _read_feed(people.partnership, feed)
    assert [editor.wait() for editor in editors] == [None] * 10
    assert len(_read_feed(people.partnership, feed)) == before + 10 * EVERY_EDIT
    assert_in_order(people.partnership)


def _read_feed(partnership, before):
    """The ids of the feed's changes, newest first; it must end with those read ``before``."""
    changes = Change.objects.filter(partnership=partnership).order_by("-at", "-pk")
    feed = list(changes.values_list("pk", flat=True))
    assert feed[len(feed) - len(before) :] == before
    return feed


ONCE = {"a removed action", "a new action", "a new priority"}


def test_two_people_who_change_everything_in_opposite_orders_do_not_wait_for_ever(plan, people):
    """Each in one transaction: with a row locked, each continues with the row the other has locked."""
    update(plan)
    mine, theirs = (
        [change for name, change in changes_to(plan, people).items() if name not in ONCE]
        for _ in range(2)
    )
    begun, go_on = Event(), Event()

    def forwards():
        mine[0]()
        begun.set()
        assert go_on.wait(PATIENCE)
        for change in mine[1:]:
            change()

    def backwards():
        for change in reversed(theirs):
            change()

    first = Person(transaction.atomic(forwards))
    assert begun.wait(PATIENCE)
    second = Person(transaction.atomic(backwards))
    wait_until_held_back([second])
    go_on.set()
    assert [first.wait(), second.wait()] == [None, None]
    assert_in_order(people.partnership)
