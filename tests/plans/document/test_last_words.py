"""The last words of an action stay in its document when it is reported as “no change”, now and at any day."""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.document.from_snapshot import document_of
from plans.filters.action import ActionFilter
from plans.models import Column, Plan
from plans.models.progress import last_words
from plans.services.progress import record_no_change
from plans.services.snapshot import save_snapshot
from plans.services.structure import add_part
from reports.render.plan import plan_sheets
from tests.helpers.builders import NOW, action_of, make_plan, make_update

LATER = NOW + timedelta(days=4)
CONFIRMED = "Confirmed, no change, 26 November 2026, Chair"


@pytest.fixture
def confirmed(people, plan):
    """The plan; action 1.1 was rated red with a comment, and four days later reported as “no change”."""
    make_update(
        action_of(plan, "1.1"), rating="red", comment="Nobody came.", next_steps="Ask again.",
        by=people.business_manager,
    )  # fmt: skip
    record_no_change(action_of(plan, "1.1"), by=people.chair, at=LATER)
    return plan


def read(plan, at=LATER):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return read_plan(plan, on=timezone.localdate(at))


def test_no_change_keeps_the_words_and_confirms_them(people, confirmed):
    action = read(confirmed).actions[0]
    assert (action.update.comment, action.update.next_steps) == ("Nobody came.", "Ask again.")
    assert (action.update.at, action.update.by_name) == (NOW, people.business_manager.name)
    assert action.update.confirmation == CONFIRMED
    assert action.rated_at == LATER


def test_a_new_update_ends_the_confirmation(confirmed):
    make_update(action_of(confirmed, "1.1"), comment="Ten came.", at=LATER + timedelta(days=1))
    update = read(confirmed).actions[0].update
    assert (update.comment, update.confirmation) == ("Ten came.", "")


def test_a_rating_alone_leaves_the_words_before_it(confirmed):
    make_update(action_of(confirmed, "1.1"), comment="", at=LATER + timedelta(days=1))
    action = read(confirmed).actions[0]
    assert (action.rating, action.update.rating) == ("green", "red")
    assert (action.update.comment, action.update.confirmation) == ("Nobody came.", CONFIRMED)


def test_an_action_that_never_had_a_comment_has_its_rating_confirmed(people, plan):
    make_update(action_of(plan, "1.1"), comment="")
    record_no_change(action_of(plan, "1.1"), by=people.chair, at=LATER)
    update = read(plan).actions[0].update
    assert (update.at, update.comment, update.confirmation) == (NOW, "", CONFIRMED)


def test_a_snapshot_keeps_both(people, confirmed):
    kept = save_snapshot(confirmed, by=people.business_manager, reason="For March.", at=LATER)
    assert document_of(kept).actions[0].update == read(confirmed).actions[0].update


@pytest.mark.parametrize("number", [1, 3])
def test_costs_one_query_more_whatever_their_number(people, django_assert_num_queries, number):
    plan = make_plan(people, actions=number)
    for action in plan.action_set.all():
        for day in range(number):
            make_update(action_of(plan, action.reference), at=NOW + timedelta(days=day))
        record_no_change(action_of(plan, action.reference), by=people.business_manager, at=LATER)
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    with django_assert_num_queries(12):
        read_plan(plan, on=LATER.date())
    with django_assert_num_queries(28):
        read_plan_as_at(plan, at=LATER)


@pytest.mark.parametrize(
    "address",
    [
        "/ashshire/",
        "/ashshire/plans/{plan}/",
        "/ashshire/plans/{plan}/?view=published",
        "/ashshire/plans/{plan}/as-at/2026-11-26/",
        "/ashshire/plans/{plan}/as-at/2026-11-26/actions/{action}/",
    ],
)
def test_pages_show_the_words_and_the_confirmation(people, confirmed, client_as, clock, address):
    by, pk = people.business_manager, action_of(confirmed, "1.1").pk
    add_part(Column, confirmed, by=by, heading="Progress", shows="progress", at=LATER)
    clock.at = LATER + timedelta(days=1)
    found = client_as(people.executive).get(address.format(plan=confirmed.pk, action=pk)).text
    assert "Nobody came." in found
    assert found.count(CONFIRMED) == 1


def test_the_pdf_shows_the_words_and_the_confirmation(confirmed):
    printed = plan_sheets(read(confirmed)).html
    assert "Nobody came." in printed
    assert printed.count(CONFIRMED) == 1


def test_the_filter_finds_the_last_words_and_no_earlier_ones(confirmed):
    def found(text):
        actions = confirmed.action_set.all()
        return list(ActionFilter({"q": text}, queryset=actions, on=LATER.date()).shown())

    assert [action.reference for action in found("nobody CAME")] == ["1.1"]
    make_update(action_of(confirmed, "1.1"), comment="Ten came.", at=LATER + timedelta(days=1))
    assert found("nobody came") == []


# A random sequence: rated with a comment, rated without one, or reported as “no change”.
KINDS = st.lists(st.sampled_from(["words", "rating", "no change"]), min_size=1, max_size=9)


def expected(kinds):
    """(the place of the update whose words apply, the place of the “no change” after it), by going through once."""
    words = confirmation = None
    for place, kind in enumerate(kinds):
        if kind == "words":
            words, confirmation = place, None
        elif kind == "no change":
            confirmation = place
    if words is None:  # the last rating alone
        words = max(place for place, kind in enumerate(kinds) if kind == "rating")
        if confirmation is not None and confirmation < words:
            confirmation = None
    return words, confirmation


@settings(
    max_examples=100 if os.environ.get("LONG") else 15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(kinds=KINDS)
def test_the_words_are_those_of_the_last_update_with_a_comment(people, plan, clock, kinds):
    """Now and as at each moment alike, and by the list of updates as by the database."""
    if kinds[0] == "no change":
        kinds = ["rating", *kinds[1:]]
    by, read_then = people.business_manager, []
    with transaction.atomic():
        for place, kind in enumerate(kinds):
            clock.at = at = NOW + timedelta(minutes=place)
            action = action_of(plan, "1.1")
            if kind == "no change":
                record_no_change(action, by=by, at=at)
            else:
                comment = f"Comment {place}" if kind == "words" else ""
                make_update(action, comment=comment, at=at)
            read_then.append((kinds[: place + 1], at, read(plan, at).actions[0].update))
        for until, at, update in read_then:
            words, confirmation = expected(until)
            assert update.at == NOW + timedelta(minutes=words)
            assert update.comment == (f"Comment {words}" if until[words] == "words" else "")
            after = None if confirmation is None else NOW + timedelta(minutes=confirmation)
            assert update.confirmed_at == after
            assert read_plan_as_at(plan, at=at).actions[0].update == update
        updates = action_of(plan, "1.1").updates.all()
        assert last_words(list(updates)) == last_words(list(updates.with_last_words()))
        transaction.set_rollback(True)
