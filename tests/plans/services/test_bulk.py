"""Bulk changes of actions: each kind of change, every refusal, one change in the history, nothing half done."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnership.models import Change
from plans.actions.bulk import (
    ChangeLeads,
    ChangePriority,
    ChangeThemes,
    ChangeTimescale,
    compare_actions,
)
from plans.forms.bulk import PRIORITY_LEADS
from plans.models import Action, Lead, Priority, Theme, TimescaleChange
from plans.policies.bulk import MOST_ACTIONS
from plans.services.action import remove_action, revise_action
from plans.services.bulk import StaleSelection, save_bulk
from plans.services.lead import set_leads
from plans.services.plan import close_plan
from plans.services.structure import add_part
from plans.services.timescale import change_timescale
from tests.helpers.builders import NOW, action_of, days_ago, make_action, make_plan, make_update
from tests.helpers.bulk import bulk, rows, shown, told, version
from tests.helpers.periods import make_period


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture
def other(plan, by):
    return add_part(Priority, plan, by=by, number="2", title="Families are helped")


@pytest.fixture
def theme(plan, by):
    return add_part(Theme, plan, by=by, name="Transitions")


JULY = ChangeTimescale("by_month", "", date(2027, 7, 31), "month")


class TestLeads:
    def test_a_group_takes_over_from_whoever_leads(self, people, plan, by):
        done = bulk(plan, ChangeLeads(people.audit_group), by=by)
        assert set(told(plan, "Who leads").values()) == {"Audit Group"}
        assert [d.action.reference for d in done] == ["1.2", "1.3"]

    def test_a_new_lead_leaves_who_oversees(self, people, plan, by):
        oversees = {"group": people.board, "role": "oversees"}
        set_leads(action_of(plan, "1.2"), [{"post": people.adviser}, oversees], by=by)
        bulk(plan, ChangeLeads(people.audit_group), "1.2", by=by)
        assert told(plan, "Who leads")["1.2"] == "Audit Group, Ashshire Executive (oversees)"

    def test_a_lead_is_added_beside_those_there_are(self, people, plan, by):
        bulk(plan, ChangeLeads(people.adviser, beside=True), by=by)
        assert told(plan, "Who leads") == {
            "1.1": "Audit Group, Professional Adviser",
            "1.2": "Professional Adviser",
            "1.3": "Training Group, Professional Adviser",
        }

    def test_beside_keeps_who_led_through_the_priority(self, people, plan, by):
        set_leads(action_of(plan, "1.2"), [], by=by)
        set_leads(plan.priority_set.get(), [{"group": people.board}], by=by)
        assert told(plan, "Who leads")["1.2"] == "Ashshire Executive (through its priority)"
        bulk(plan, ChangeLeads(people.police, beside=True), "1.2", by=by)
        assert told(plan, "Who leads")["1.2"] == "Ashshire Executive, Ashshire Police"

    def test_beside_keeps_who_was_written_in_words(self, people, plan, by):
        set_leads(action_of(plan, "1.2"), [], by=by, words="All schools\nAll colleges")
        bulk(plan, ChangeLeads(people.police, beside=True), "1.2", by=by)
        assert told(plan, "Who leads")["1.2"] == "All schools, All colleges, Ashshire Police"
        assert action_of(plan, "1.2").leads_words == ""

    def test_who_contributed_leads(self, people, plan, by):
        contributes = {"agency": people.police, "role": "contributes"}
        set_leads(action_of(plan, "1.1"), [{"group": people.board}, contributes], by=by)
        bulk(plan, ChangeLeads(people.police, beside=True), "1.1", by=by)
        assert told(plan, "Who leads")["1.1"] == "Ashshire Executive, Ashshire Police"

    def test_a_running_period_asks_the_new_group_once(self, people, plan, by):
        period = make_period(plan, at=days_ago(1))
        bulk(plan, ChangeLeads(people.board), by=by)
        assert period.returns.filter(group=people.board).count() == 1


class TestOtherChanges:
    def test_a_theme_is_added_and_taken_off(self, plan, theme, by):
        bulk(plan, ChangeThemes(theme), "1.1", "1.2", by=by)
        both = "Transitions, Voice of the child"
        assert told(plan, "Themes") == {"1.1": both, "1.2": both, "1.3": "Voice of the child"}
        bulk(plan, ChangeThemes(theme, adds=False), by=by)
        assert set(told(plan, "Themes").values()) == {"Voice of the child"}

    def test_a_theme_makes_a_new_version(self, plan, theme, by):
        before = version(plan, "1.1")
        bulk(plan, ChangeThemes(theme), "1.1", by=by)
        assert version(plan, "1.1") == before + 1

    def test_moved_under_another_priority(self, plan, other, by):
        bulk(plan, ChangePriority(other), "1.1", "1.3", by=by)
        assert [a.reference for a in other.actions.all()] == ["1.1", "1.3"]

    def test_moved_under_none(self, plan, by):
        bulk(plan, ChangePriority(None), by=by)
        assert set(plan.action_set.values_list("priority", flat=True)) == {None}

    def test_what_comes_through_the_new_priority_is_shown(self, people, plan, other, by):
        set_leads(action_of(plan, "1.2"), [], by=by)
        set_leads(other, [{"group": people.board}], by=by)
        (difference,) = compare_actions(rows(plan, "1.2"), ChangePriority(other))
        assert difference.lines == [
            ("Who leads", "No lead", "Ashshire Executive (through its priority)"),
            ("Priority", "Priority 1: Children are heard", "Priority 2: Families are helped"),
        ]

    def test_an_objective_that_stays_behind_is_named(self, plan, other, by):
        objective = plan.objective_set.get()
        revise_action(action_of(plan, "1.1"), by=by, objective=objective)
        found = compare_actions(rows(plan, "1.1", "1.2"), ChangePriority(other))
        assert [difference.objective_left for difference in found] == [objective, None]

    def test_a_timescale_keeps_each_move(self, plan, by):
        bulk(plan, JULY, by=by, agreed_where="Executive, October", at=NOW)
        assert set(told(plan, "Timescale").values()) == {"By July 2027"}
        moves = TimescaleChange.objects.order_by("action__reference").values_list(
            "action__reference", "from_words", "agreed_where", "reason", "at"
        )
        assert list(moves) == [
            ("1.1", "By March 2027", "Executive, October", "The groups were merged.", NOW),
            ("1.2", "October 2026", "Executive, October", "The groups were merged.", NOW),
            ("1.3", "Ongoing", "Executive, October", "The groups were merged.", NOW),
        ]

    def test_a_draft_needs_no_reason(self, people, by):
        draft = make_plan(people, agreed=False, title="Next")
        bulk(draft, JULY, by=by, reason="")
        assert set(told(draft, "Timescale").values()) == {"By July 2027"}


def test_one_change_whatever_the_number(people, plan, by):
    period = make_period(plan, at=days_ago(1))
    before = Change.objects.count()
    bulk(plan, ChangeLeads(people.board), by=by, at=NOW)
    assert Change.objects.count() == before + 1
    change = Change.objects.latest("pk")
    assert (change.by, change.reason, change.at) == (by, "The groups were merged.", NOW)
    rows_written = Lead.history.filter(change=change).count()
    assert (rows_written, period.returns.model.history.filter(change=change).count()) == (3, 1)


def refused(plan, change, *references, sentences, by, **values):
    """Nothing is written, and these sentences give the reason."""
    before = Change.objects.count(), rows(plan).values_list("version", flat=True)[::1]
    with pytest.raises(ValidationError) as refusal:
        bulk(plan, change, *references, by=by, **values)
    after = Change.objects.count(), rows(plan).values_list("version", flat=True)[::1]
    assert (refusal.value.messages, after) == (sentences, before)


class TestRefused:
    def test_a_bulk_edit_of_a_closed_plan_is_refused(self, people, plan, by):
        close_plan(plan, by=by, reason="Over.")
        sentence = "This plan is closed. You can read it but you cannot change it."
        refused(plan, ChangeLeads(people.board), by=by, sentences=[sentence])

    def test_a_timescale_of_an_agreed_plan_without_a_reason(self, plan, by):
        refused(
            plan, JULY, by=by, reason=" ", sentences=["Enter a reason for changing the timescale."]
        )

    def test_nothing_would_change(self, people, plan, by):
        sentence = "The actions you selected already have these values."
        refused(plan, ChangeLeads(people.audit_group), "1.1", by=by, sentences=[sentence])

    def test_a_group_of_somebody_else(self, people, plan, by):
        theirs = people.elsewhere.people.audit_group
        sentence = "Choose groups, posts, agencies and people in your partnership."
        refused(plan, ChangeLeads(theirs), by=by, sentences=[sentence])

    @pytest.mark.parametrize("kind", [ChangePriority, ChangeThemes])
    def test_a_part_of_another_plan(self, kind, people, plan, by):
        theirs = people.elsewhere.plan
        part = (theirs.priority_set if kind is ChangePriority else theirs.theme_set).first()
        refused(plan, kind(part), by=by, sentences=["Choose parts of the same plan."])

    def test_a_bulk_edit_of_more_than_200_actions_is_refused(self, people, plan, by):
        with pytest.raises(ValidationError) as refusal:
            save_bulk(plan, ChangeLeads(people.board), range(1, MOST_ACTIONS + 2), by=by, seen={})
        assert refusal.value.messages == [
            "You selected 201 actions. Filter them, or select 200 at most."
        ]

    def test_the_last_of_them_undoes_all(self, plan, by, monkeypatch):
        """A date that the second action may not have: the first keeps its own as well."""
        calls = []

        def failing(action, **values):
            calls.append(action.reference)
            if len(calls) == 3:
                raise ValidationError("Not this one.")
            return change_timescale(action, **values)

        monkeypatch.setattr("plans.services.bulk.change_timescale", failing)
        refused(plan, JULY, by=by, sentences=["Not this one."])
        assert calls == ["1.1", "1.2", "1.3"]
        assert TimescaleChange.objects.count() == 0

    def test_an_action_of_another_plan_is_never_touched(self, people, plan, other, by):
        foreign = people.elsewhere.plan.action_set.first()
        seen = shown(rows(plan), ChangePriority(other))
        save_bulk(
            plan, ChangePriority(other), [*seen, foreign.pk], by=by, seen=seen, reason="Moved."
        )
        assert Action.objects.get(pk=foreign.pk).version == foreign.version


def meanwhile(plan, change, press, by):
    """The refusal when ``press()`` happened after the page was shown; nothing is written."""
    seen = shown(rows(plan), change)
    actions = list(seen)
    press()
    before = Change.objects.count()
    with pytest.raises(StaleSelection) as late:
        save_bulk(plan, change, actions, by=by, seen=seen, reason="Merged.")
    assert Change.objects.count() == before
    return [(one.name, one.by_name, one.what) for one in late.value.meanwhile]


class TestStale:
    """Two copies of the check page, or a person on another page: nothing is written."""

    def test_an_action_reworded_meanwhile_is_named(self, people, plan, other, by):
        def press():
            revise_action(action_of(plan, "1.2"), by=people.executive, wording="Do less.")

        told = meanwhile(plan, ChangePriority(other), press, by)
        assert told == [("1.2 Action 1.2", "Executive", "changed wording")]

    def test_an_action_moved_meanwhile_is_named(self, people, plan, other, by):
        def press():
            revise_action(action_of(plan, "1.2"), by=people.executive, priority=other)

        told = meanwhile(plan, ChangePriority(other), press, by)
        assert told == [("1.2 Action 1.2", "Executive", "changed priority")]

    def test_led_by_others(self, people, plan, other, by):
        def press():
            set_leads(action_of(plan, "1.3"), [{"group": people.board}], by=people.executive)

        told = meanwhile(plan, ChangePriority(other), press, by)
        assert told == [("1.3 Action 1.3", "Executive", "changed who leads it")]

    def test_an_action_updated_meanwhile_is_named(self, people, plan, other, by):
        told = meanwhile(
            plan,
            ChangePriority(other),
            lambda: make_update(action_of(plan, "1.1"), by=people.chair),
            by,
        )
        assert told == [("1.1 Action 1.1", "Chair", "changed its progress")]

    def test_an_action_removed_meanwhile_is_named(self, people, plan, other, by):
        def press():
            remove_action(action_of(plan, "1.3"), by=people.executive, reason="Done.")

        told = meanwhile(plan, ChangePriority(other), press, by)
        assert told == [("1.3 Action 1.3", "Executive", "removed it from the plan")]

    def test_a_second_copy_of_the_page(self, people, plan, other, by):
        first, second = ChangePriority(other), ChangeLeads(people.board)
        told = meanwhile(plan, first, lambda: bulk(plan, second, by=people.executive), by)
        assert told == [
            (f"1.{n} Action 1.{n}", "Executive", "changed who leads it") for n in (1, 2, 3)
        ]

    def test_the_same_press_twice(self, plan, other, by):
        change = ChangePriority(other)
        told = meanwhile(plan, change, lambda: bulk(plan, change, by=by), by)
        assert [what for _, _, what in told] == ["changed priority"] * 3

    def test_one_that_stood_so_already_would_now_change_too(self, people, plan, other, by):
        revise_action(action_of(plan, "1.1"), by=by, priority=other)
        change, everything = ChangePriority(other), [a.pk for a in rows(plan)]
        seen = shown(rows(plan), change)
        first = plan.priority_set.first()
        revise_action(action_of(plan, "1.1"), by=people.executive, priority=first)
        with pytest.raises(StaleSelection) as late:
            save_bulk(plan, change, everything, by=by, seen=seen, reason="Merged.")
        assert [one.name for one in late.value.meanwhile] == ["1.1 Action 1.1"]

    def test_an_action_that_nobody_ticked_may_change(self, people, plan, other, by):
        change = ChangePriority(other)
        seen = shown(rows(plan, "1.1"), change)
        revise_action(action_of(plan, "1.2"), by=people.executive, wording="Do less.")
        save_bulk(plan, change, list(seen), by=by, seen=seen, reason="Merged.")
        assert [a.reference for a in other.actions.all()] == ["1.1"]


@pytest.mark.parametrize("number", [1, 3])
def test_comparing_asks_the_same(number, people, plan, other, by, django_assert_num_queries):
    for count in range(number):
        make_action(plan, f"7.{count}", objective=plan.objective_set.get())
    actions = plan.action_set.filter(reference__startswith="7.")
    other = plan.priority_set.prefetch_related(*PRIORITY_LEADS).get(pk=other.pk)
    with django_assert_num_queries(7):
        assert len([d.lines for d in compare_actions(actions, ChangePriority(other))]) == number
