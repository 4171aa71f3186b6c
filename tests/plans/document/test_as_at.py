"""A plan as at a moment: the same document as was made at the time, whatever was done since."""

import os
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnership.history import revise
from plans.document.as_at import read_distribution_as_at, read_plan_as_at
from plans.document.current import read_plan
from plans.document.from_snapshot import document_of
from plans.models import Plan, Snapshot
from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.period import freeze_period
from plans.services.progress import record_no_change
from plans.services.snapshot import as_data, save_snapshot
from plans.services.structure import revise_part, set_priorities
from plans.services.timescale import change_timescale
from tests.helpers.builders import (
    AGREED,
    DRAFTED,
    NOW,
    action_of,
    make_action,
    make_evidence,
    make_plan,
    make_update,
)
from tests.helpers.periods import make_period


def document(plan, at):
    """The document made of the present state, judged on the day of ``at``."""
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return as_data(read_plan(plan, on=timezone.localdate(at)))


def past(plan, at):
    return as_data(read_plan_as_at(plan, at=at))


def fill(plan, at):
    """Fill the plan with something of everything that a document contains."""
    action = action_of(plan, "1.1")
    make_update(action, at=at)
    make_evidence(action, measure=action.measures.get(), at=at)
    change_timescale(
        action, by=plan.agreed_by, reason="Late.", kind="month", due_on=date(2027, 6, 1), at=at
    )


class TestAsAt:
    def test_now_is_what_stands_now(self, plan):
        fill(plan, NOW)
        assert past(plan, NOW) == document(plan, NOW)

    def test_before_there_was_a_plan_there_is_none(self, plan):
        assert read_plan_as_at(plan, at=DRAFTED - timedelta(days=1)) is None

    def test_a_draft_before_it_was_agreed(self, plan):
        then = read_plan_as_at(plan, at=AGREED - timedelta(seconds=1))
        assert (then.status, read_plan_as_at(plan, at=AGREED).status) == ("draft", "agreed")
        assert len(then.actions) == 3

    def test_what_was_taken_out_stands_where_it_stood(self, people, plan):
        fill(plan, NOW)
        before, later = document(plan, NOW), NOW + timedelta(hours=1)
        remove_action(
            action_of(plan, "1.1"), by=people.business_manager, reason="Merged.", at=later
        )
        assert past(plan, NOW) == before
        assert [a.reference for a in read_plan_as_at(plan, at=later).actions] == ["1.2", "1.3"]

    def test_names_are_those_of_the_time(self, people, plan):
        before, later = document(plan, NOW), NOW + timedelta(hours=1)
        by = people.business_manager
        revise(people.audit_group, by=by, name="Scrutiny Group", at=later)
        revise(people.partnership.house_style, by=by, marking="Official", at=later)
        revise(
            people.partnership.ratingdefinition_set.get(kind="off_track"),
            by=by,
            label="Off",
            at=later,
        )
        assert past(plan, NOW) == before
        assert past(plan, later) == document(plan, later) != before

    def test_ratings_are_compared_with_the_freeze_before(self, people, plan):
        action = action_of(plan, "1.1")
        make_update(action, rating="amber", at=NOW)
        period = make_period(plan, at=NOW)
        frozen = NOW + timedelta(hours=1)
        freeze_period(period, by=people.business_manager, at=frozen)
        make_update(action_of(plan, "1.1"), rating="green", at=NOW + timedelta(hours=2))
        at = NOW + timedelta(hours=3)
        then = read_plan_as_at(plan, at=at)
        assert (then.compared_with, then.actions[0].rating_before) == ("Autumn 2026", "amber")
        assert past(plan, at) == document(plan, at)

    def test_other_plans_do_not_come_in(self, people, plan):
        make_plan(people, title="Another")
        make_plan(people.elsewhere.people, title="Theirs too")
        assert past(plan, NOW) == document(plan, NOW)

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_the_same_however_long_the_history(
        self, people, django_assert_num_queries, number
    ):
        plan = make_plan(people, actions=number)
        for hour in range(number):
            for action in plan.action_set.all():
                make_update(action, at=NOW + timedelta(hours=hour))
        with django_assert_num_queries(27):
            assert len(read_plan_as_at(plan, at=NOW + timedelta(hours=5)).actions) == number


class TestDistribution:
    def test_equals_that_of_the_document(self, people, plan):
        """With a date of its own, of its priority and none; overdue, complete and not yet rated."""
        by = people.business_manager
        fill(plan, NOW)
        make_update(action_of(plan, "1.2"), rating="red", at=NOW + timedelta(hours=1))
        make_action(plan, "1.4", timescale={"kind": "none", "words": ""}, at=NOW)
        change_timescale(
            plan.priority_set.get(), by=by, reason="Agreed.", kind="month",
            due_on=date(2026, 12, 1), at=NOW + timedelta(hours=2),
        )  # fmt: skip
        make_action(plan, "1.5", priority=None, timescale={"kind": "none", "words": ""}, at=NOW)
        overdue = set()
        for days in (0, 1, 60, 400):
            at = NOW + timedelta(days=days)
            found = read_distribution_as_at(plan, at=at)
            assert found == read_plan_as_at(plan, at=at).distribution
            overdue.add(found.overdue)
        assert found.total == 5
        assert (
            len(overdue) == 3
        )  # one by its own date, two more by the priority's, then all with one

    def test_of_a_plan_that_did_not_exist_there_is_none(self, plan):
        assert read_distribution_as_at(plan, at=DRAFTED) is not None
        assert read_distribution_as_at(plan, at=DRAFTED - timedelta(days=1)) is None

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_four_queries(self, people, django_assert_num_queries, number):
        plan = make_plan(people, actions=number)
        with django_assert_num_queries(4):
            assert read_distribution_as_at(plan, at=NOW).total == number


class TestSnapshot:
    def test_is_taken_when_the_plan_is_agreed(self, plan):
        snapshot = plan.snapshot_set.get()
        assert (snapshot.why, snapshot.taken_at) == (Snapshot.Why.AGREEMENT, AGREED)
        assert as_data(document_of(snapshot)) == past(plan, AGREED) == snapshot.document["plan"]

    def test_is_kept_by_hand_with_a_reason(self, people, plan):
        fill(plan, NOW)
        kept = save_snapshot(plan, by=people.business_manager, reason="For the inspector.", at=NOW)
        assert kept.why == Snapshot.Why.BY_HAND
        assert as_data(document_of(kept)) == past(plan, NOW)

    def test_of_an_unknown_schema_is_refused(self, plan):
        snapshot = plan.snapshot_set.get()
        assert document_of(snapshot).title == plan.title
        snapshot.schema = Snapshot.SCHEMA + 1
        with pytest.raises(ValueError, match="unknown schema 6"):
            document_of(snapshot)

    def test_shows_nothing_that_is_looked_up(self, people, plan, django_assert_num_queries):
        snapshot = plan.snapshot_set.get()
        with django_assert_num_queries(0):
            assert len(document_of(snapshot).actions) == 3


# A random history: each step is applied to one of the present actions, by its place.


def _reword(plan, action, by, at):
    revise_action(action, by=by, wording=f"{action.wording} More.", reason="Clearer.", at=at)


def _move(plan, action, by, at):
    day = (action.due_on or date(2027, 1, 1)) + timedelta(days=31)
    change_timescale(action, by=by, reason="Late.", kind="month", due_on=day, at=at)


def _give_up(plan, action, by, at):
    change_timescale(action, by=by, reason="Nobody knows.", kind="ongoing", at=at)


def _lead(plan, action, by, at):
    agency = plan.partnership.agency_set.first()
    leads = [] if action.leads.exists() else [{"agency": agency, "role": "joint"}]
    set_leads(action, leads, by=by, at=at)


def _update(plan, action, by, at):
    make_update(action, by=by, rating="amber" if action.rating == "green" else "green", at=at)


def _stand_by(plan, action, by, at):
    if action.last_update_id:
        record_no_change(action, by=by, at=at)


def _bring(plan, action, by, at):
    make_evidence(action, by=by, measure=action.measures.first(), at=at)


def _measure(plan, action, by, at):
    add_measure(action, by=by, wording="And one more", at=at)


def _remeasure(plan, action, by, at):
    if measure := action.measures.last():
        revise_measure(measure, by=by, wording=f"{measure.wording}!", at=at)


def _unmeasure(plan, action, by, at):
    if measure := action.measures.first():
        remove_measure(measure, by=by, reason="Counted elsewhere.")


def _move_out(plan, action, by, at):
    revise_action(action, by=by, priority=None, reason="Stands alone.", at=at)


def _remove(plan, action, by, at):
    remove_action(action, by=by, reason="Done by others.", at=at)


def _add(plan, action, by, at):
    reference = f"2.{plan.action_set.count()}.{at:%H%M%S}"
    make_action(plan, reference, at=at, leads=[{"group": plan.partnership.group_set.first()}])


def _theme(plan, action, by, at):
    theme = plan.theme_set.get()
    revise_part(theme, by=by, name=f"{theme.name}."[-100:])


def _objective(plan, action, by, at):
    objective = plan.objective_set.get()
    linked = objective.priority_links.exists()
    set_priorities(objective, [] if linked else list(plan.priority_set.all()), by=by)


PRESSES = [
    *(_reword, _move, _give_up, _lead, _update, _stand_by, _bring, _measure, _remeasure),
    *(_unmeasure, _move_out, _remove, _add, _theme, _objective),
]
presses = st.lists(
    st.tuples(st.sampled_from(PRESSES), st.integers(min_value=0, max_value=9)),
    min_size=1,
    max_size=25,
)


@settings(
    max_examples=200 if os.environ.get("LONG") else 12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(presses=presses)
def test_as_at_is_what_was_read_at_the_time(people, plan, clock, presses):
    """Whatever is changed or deleted afterwards."""
    by, read = people.business_manager, []
    with transaction.atomic():
        for number, (press, place) in enumerate(presses):
            at = NOW + timedelta(minutes=number)
            clock.at = at
            plan = Plan.objects.get(pk=plan.pk)
            actions = list(plan.action_set.all())
            if actions or press is _add:
                press(plan, actions[place % len(actions)] if actions else None, by, at)
            at += timedelta(seconds=30)
            read.append((at, document(plan, at)))
        for at, then in read:
            assert past(plan, at) == then
        transaction.set_rollback(True)
