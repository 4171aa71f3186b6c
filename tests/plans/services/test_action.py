"""Actions: added, reworded, removed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnership.history import Change, StaleRecord
from plans.models import Action, Evidence, Lead, ProgressUpdate, SuccessMeasure, Theme
from plans.services.action import add_action, remove_action, revise_action, set_drivers, set_themes
from plans.services.structure import add_part
from tests.helpers.builders import NOW, action_of, make_evidence, make_plan, make_update


@pytest.fixture
def manager(people):
    return people.business_manager


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


def add(plan, by, **values):
    values = {"reference": "2.1", "title": "New", "wording": "Do something new.", **values}
    return add_action(plan, by=by, **values)


class TestAdding:
    def test_stands_at_the_end_and_is_not_rated(self, plan, manager):
        action = add(plan, manager)
        assert (action.position, action.rating, action.rated_at, action.last_update) == (
            4,
            "not_rated",
            None,
            None,
        )
        assert (action.timescale_kind, action.timescale, action.due_on) == ("none", "", None)

    def test_in_an_agreed_plan_wording_and_date_are_the_first_agreed(self, plan, manager):
        action = add(plan, manager, timescale={"kind": "month", "due_on": date(2027, 2, 1)})
        assert (action.first_wording, action.first_timescale, action.first_due_on) == (
            "Do something new.",
            "February 2027",
            date(2027, 2, 28),
        )

    def test_in_a_draft_nothing_is_agreed_yet(self, people, manager):
        draft = make_plan(people, agreed=False)
        action = add(draft, manager, timescale={"kind": "month", "due_on": date(2027, 2, 1)})
        assert (action.first_wording, action.first_timescale, action.first_due_on) == ("", "", None)

    def test_its_drivers_and_themes_are_one_change_with_it(self, plan, manager):
        before = Change.objects.count()
        action = add(plan, manager, drivers=plan.driver_set.all(), themes=plan.theme_set.all())
        assert Change.objects.count() == before + 1
        assert [str(link) for link in action.driver_links.all()] == ["Working Together 2023"]
        assert [str(link) for link in action.theme_links.all()] == ["Voice of the child"]

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"reference": "1.1"}, "The plan already has an action with this reference."),
            (
                {"timescale": {"kind": "month"}},
                "Enter the date, or choose another kind of timescale.",
            ),
            ({"title": ""}, "This field cannot be blank."),
        ],
    )
    def test_refused_in_words(self, plan, manager, values, message):
        with pytest.raises(ValidationError) as refused:
            add(plan, manager, **values)
        assert refused.value.messages == [message]
        assert plan.action_set.count() == 3

    @pytest.mark.parametrize("kind", ["priority", "objective", "driver", "theme"])
    def test_parts_of_another_plan_are_refused(self, people, plan, manager, kind):
        part = getattr(people.elsewhere.plan, f"{kind}_set").first()
        values = {f"{kind}s": [part]} if kind in ("driver", "theme") else {kind: part}
        with pytest.raises(ValidationError) as refused:
            add(plan, manager, **values)
        assert refused.value.messages == ["Choose parts of the same plan."]
        assert plan.action_set.count() == 3


class TestRevising:
    def test_the_wording_first_agreed_stays_beside_the_new(self, action, manager):
        revised = revise_action(action, by=manager, wording="Do it better.", reason="Asked to")
        assert (revised.wording, revised.first_wording) == (
            "Do it better.",
            "Do what action 1.1 says.",
        )
        assert action.history.first().change.reason == "Asked to"

    def test_may_follow_on_from_another_but_not_from_itself(self, plan, action, manager):
        second = action_of(plan, "1.2")
        assert revise_action(second, by=manager, follows=action).follows == action
        with pytest.raises(ValidationError) as refused:
            revise_action(action, by=manager, follows=action)
        assert refused.value.message_dict == {
            "follows": ["An action cannot follow on from itself."]
        }

    def test_does_not_follow_on_from_an_action_of_another_plan(self, people, action, manager):
        other = people.elsewhere.plan.action_set.first()
        with pytest.raises(ValidationError):
            revise_action(action, by=manager, follows=other)

    @pytest.mark.parametrize("kind", ["priority", "objective"])
    def test_parts_of_another_plan_are_refused(self, people, action, manager, kind):
        part = getattr(people.elsewhere.plan, f"{kind}_set").first()
        with pytest.raises(ValidationError) as refused:
            revise_action(action, by=manager, **{kind: part})
        assert refused.value.messages == ["Choose parts of the same plan."]

    def test_a_stale_save_is_refused_and_shows_what_stands(self, people, action, manager):
        seen = action.version
        revise_action(action, by=people.executive, title="First")
        with pytest.raises(StaleRecord) as refused:
            revise_action(action, by=manager, seen=seen, title="Second")
        assert refused.value.record.title == "First"

    def test_an_update_meanwhile_is_no_reason_to_refuse(self, plan, action, manager):
        """Rewording an action and updating its progress write different fields."""
        seen = action.version
        make_update(action)
        revise_action(action, by=manager, seen=seen, title="Second")
        found = action_of(plan, "1.1")
        assert (found.title, found.rating) == ("Second", "green")


class TestDriversAndThemes:
    def test_an_action_has_exactly_the_drivers_and_themes_given(self, plan, action, manager):
        other = add_part(Theme, plan, by=manager, name="Neglect")
        set_themes(action, [other], by=manager, reason="Better fits")
        assert [str(link) for link in action.theme_links.all()] == ["Neglect"]
        set_drivers(action, [], by=manager)
        assert list(action.driver_links.all()) == []

    def test_the_same_again_leaves_no_trace(self, plan, action, manager):
        before = Change.objects.count()
        set_themes(action, plan.theme_set.all(), by=manager)
        set_drivers(action, plan.driver_set.all(), by=manager)
        assert Change.objects.count() == before

    def test_of_another_plan_are_refused(self, people, action, manager):
        for put, parts in (
            (set_themes, people.elsewhere.plan.theme_set.all()),
            (set_drivers, people.elsewhere.plan.driver_set.all()),
        ):
            with pytest.raises(ValidationError):
                put(action, parts, by=manager)
        assert [action.theme_links.count(), action.driver_links.count()] == [1, 1]


class TestRemoving:
    def test_goes_with_all_that_belongs_to_it_in_one_change(self, action, manager):
        make_update(action)
        make_evidence(action, measure=action.measures.get())
        pk, before = action.pk, Change.objects.count()
        remove_action(action, by=manager, reason="Done by the network", at=NOW)
        assert Change.objects.count() == before + 1
        assert not Action.objects.filter(pk=pk).exists()
        for model in (Lead, SuccessMeasure, ProgressUpdate, Evidence):
            assert not model.objects.filter(action=pk).exists()
            row = model.history.filter(action_id=pk).first()
            assert (row.history_type, row.change.reason) == ("-", "Done by the network")

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_needs_a_reason(self, action, manager, reason):
        with pytest.raises(ValidationError) as refused:
            remove_action(action, by=manager, reason=reason)
        assert refused.value.message_dict == {"reason": ["Enter a reason for removing the action."]}
        assert Action.objects.filter(pk=action.pk).exists()

    def test_not_by_who_saw_an_older_version(self, people, action, manager):
        seen = action.version
        revise_action(action, by=people.executive, title="First")
        with pytest.raises(StaleRecord):
            remove_action(action, by=manager, reason="x", seen=seen)
        assert Action.objects.filter(pk=action.pk).exists()

    def test_what_followed_on_from_it_stays(self, plan, action, manager):
        second = action_of(plan, "1.2")
        revise_action(second, by=manager, follows=action)
        remove_action(action, by=manager, reason="x")
        second.refresh_from_db()
        assert second.follows is None

    def test_and_its_history_says_that_it_follows_nothing_now(self, plan, action, manager):
        second = action_of(plan, "1.2")
        revise_action(second, by=manager, follows=action)
        remove_action(action, by=manager, reason="x")
        assert second.history.first().follows_id is None
