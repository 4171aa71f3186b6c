"""The structure of a plan: priorities, objectives, themes, drivers, columns, core activities."""

import pytest
from django.core.exceptions import ValidationError

from partnership.history import Change, StaleRecord
from plans.models import Column, CoreActivity, Driver, Objective, Priority, PriorityObjective, Theme
from plans.services.structure import add_part, remove_part, revise_part, set_priorities


@pytest.fixture
def manager(people):
    return people.business_manager


@pytest.fixture
def objective(plan):
    return plan.objective_set.get()


@pytest.fixture
def priority(plan):
    return plan.priority_set.get()


@pytest.fixture
def second(plan, manager):
    return add_part(Priority, plan, by=manager, number="2", title="Second")


def codes(objective):
    return sorted(link.priority.code for link in objective.priority_links.all())


class TestAdding:
    def test_goes_to_the_end_of_its_kind(self, plan, manager):
        assert [c.position for c in plan.column_set.all()] == [1, 2, 3, 4]
        column = add_part(Column, plan, by=manager, heading="When", shows="timescale")
        assert column.position == 5
        activity = add_part(CoreActivity, plan, by=manager, wording="Train")
        assert activity.position == 1

    def test_two_priorities_may_print_one_number(self, plan, manager, priority):
        over = add_part(Priority, plan, by=manager, number="1", kind="overarching", title="All")
        assert (over.code, over.heading) == ("O1", "Overarching priority 1")
        assert (priority.code, priority.heading) == ("1", "Priority 1")

    @pytest.mark.parametrize(
        ("model", "values", "message"),
        [
            (Priority, {"number": "1"}, "The plan already has a priority of this kind and number."),
            (Objective, {"number": "1"}, "The plan already has an objective with this number."),
            (Theme, {"name": "Voice of the child"}, "The plan already has this theme."),
        ],
    )
    def test_twice_the_same_is_refused_in_words(self, plan, manager, model, values, message):
        before = model.objects.count()
        with pytest.raises(ValidationError) as refused:
            add_part(model, plan, by=manager, **values)
        assert refused.value.messages == [message]
        assert model.objects.count() == before

    def test_the_same_in_another_plan_is_not(self, people, plan):
        other = people.elsewhere.plan
        theme = add_part(Theme, other, by=people.outsider, name="Only here")
        assert (theme.plan, theme.partnership) == (other, other.partnership)

    def test_a_priority_may_have_no_title(self, plan, manager):
        assert str(add_part(Priority, plan, by=manager, number="3")) == "Priority 3"


class TestRevising:
    def test_a_part_is_revised(self, priority, manager):
        assert revise_part(priority, by=manager, title="Heard").title == "Heard"

    def test_a_stale_save_is_refused(self, people, priority, manager):
        seen = priority.version
        revise_part(priority, by=people.executive, title="First")
        with pytest.raises(StaleRecord):
            revise_part(priority, by=manager, seen=seen, title="Second")


class TestRemoving:
    @pytest.mark.parametrize("kind", ["priority", "objective"])
    def test_stays_while_it_has_actions(self, plan, manager, priority, objective, kind):
        action = plan.action_set.first()
        part = {"priority": priority, "objective": objective}[kind]
        if kind == "objective":
            revise_part(action, by=manager, objective=objective)
        number = part.actions.count()
        sentence = f"{number} actions are under it. Move or remove them first."
        if number == 1:
            sentence = "1 action is under it. Move or remove it first."
        with pytest.raises(ValidationError) as refused:
            remove_part(part, by=manager, reason="Not needed")
        assert refused.value.messages == [sentence]
        assert type(part).objects.filter(pk=part.pk).exists()

    def test_goes_with_its_links_and_leaves_history(self, plan, manager, second, objective):
        set_priorities(objective, [second], by=manager)
        pk = second.pk
        before = Change.objects.count()
        remove_part(second, by=manager, reason="Merged with the first")
        assert Change.objects.count() == before + 1
        row = Priority.history.filter(id=pk).first()
        assert (row.history_type, row.change.reason) == ("-", "Merged with the first")
        link = PriorityObjective.history.filter(priority_id=pk).first()
        assert (link.history_type, link.change) == ("-", row.change)

    def test_a_driver_goes_from_its_actions_too(self, plan, manager):
        driver = plan.driver_set.get()
        remove_part(driver, by=manager, reason="Withdrawn")
        assert Driver.objects.filter(plan=plan).count() == 0
        assert [a.driver_links.count() for a in plan.action_set.all()] == [0, 0, 0]


class TestObjectivesUnderPriorities:
    def test_several_or_none(self, manager, objective, priority, second):
        assert codes(objective) == ["1"]
        set_priorities(objective, [priority, second], by=manager)
        assert codes(objective) == ["1", "2"]
        set_priorities(objective, [], by=manager)
        assert codes(objective) == []

    def test_only_what_differs_is_touched(self, manager, objective, priority, second):
        kept = objective.priority_links.get().pk
        before = PriorityObjective.history.count()
        set_priorities(objective, [priority, second], by=manager)
        assert PriorityObjective.history.count() == before + 1
        assert objective.priority_links.filter(pk=kept).exists()

    def test_the_same_again_leaves_no_trace(self, manager, objective, priority):
        before = Change.objects.count()
        set_priorities(objective, [priority], by=manager)
        assert Change.objects.count() == before

    def test_of_another_plan_is_refused(self, people, manager, objective):
        with pytest.raises(ValidationError) as refused:
            set_priorities(objective, [people.elsewhere.plan.priority_set.get()], by=manager)
        assert refused.value.messages == ["Choose priorities of the same plan."]
        assert codes(objective) == ["1"]
