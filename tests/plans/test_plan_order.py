"""Moving priorities, objectives and actions up and down by buttons."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from partnership.models import Change
from plans.models import Objective, Priority
from plans.services.action import remove_action, revise_action
from plans.services.structure import add_part, move_part, set_priorities
from tests.helpers.builders import action_of, make_action, make_plan
from tests.helpers.editing import address

pytestmark = pytest.mark.both_engines  # it moves what must stay unique


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def move(plan, client):
    """``move(part, direction)`` presses the button."""

    def press(part, direction):
        value = f"{part._meta.model_name}-{part.pk}-{direction}"
        return client.post(address("plan_order", plan), {"move": value})

    return press


def references(plan):
    return list(plan.action_set.values_list("reference", flat=True))


def test_an_action_moves_past_its_neighbour_and_back(plan, move):
    assert move(action_of(plan, "1.3"), "up").status_code == 302
    assert references(plan) == ["1.1", "1.3", "1.2"]
    move(action_of(plan, "1.3"), "down")
    assert references(plan) == ["1.1", "1.2", "1.3"]


def test_it_passes_over_actions_of_another_place(people, plan, move):
    other = add_part(Priority, plan, by=people.business_manager, number="2", title="Neglect")
    make_action(plan, "2.1", priority=other)
    make_action(plan, "1.4")
    move(action_of(plan, "1.4"), "up")
    assert references(plan) == ["1.1", "1.2", "1.4", "2.1", "1.3"]


def test_those_with_the_same_position_can_be_moved(people, plan, move):
    for reference in ("1.7", "1.8", "1.9"):
        make_action(plan, reference, position=0)
    move(action_of(plan, "1.8"), "up")
    assert [ref for ref in references(plan) if ref > "1.6"] == ["1.8", "1.7", "1.9"]


def test_the_first_and_the_last_stay(plan, move):
    before = Change.objects.count()
    move(action_of(plan, "1.1"), "up")
    move(action_of(plan, "1.3"), "down")
    assert references(plan) == ["1.1", "1.2", "1.3"]
    assert Change.objects.count() == before


def test_priorities_and_objectives_move_among_their_own(people, plan, move):
    by = people.business_manager
    second = add_part(Priority, plan, by=by, number="2", title="Neglect")
    elsewhere, beside = (
        add_part(Objective, plan, by=by, number=number, title="Heard") for number in ("2", "3")
    )
    set_priorities(elsewhere, [second], by=by)
    set_priorities(beside, [plan.priority_set.get(number="1")], by=by)
    move(second, "up")
    assert [one.number for one in plan.priority_set.all()] == ["2", "1"]
    move(beside, "up")
    assert [one.number for one in plan.objective_set.exclude(pk=elsewhere.pk)] == ["3", "1"]


def test_the_button_that_was_pressed_has_the_focus(plan, move, client):
    action = action_of(plan, "1.3")
    page = client.get(move(action, "up").url).content.decode()
    assert f'value="action-{action.pk}-up" autofocus' in page
    page = client.get(move(action, "up").url).content.decode()
    assert f'value="action-{action.pk}-up"' not in page  # it is the first now
    assert f'value="action-{action.pk}-down" autofocus' in page


@pytest.mark.parametrize("typed", ["", "action-0-up", "plan-1-up", "action-1-sideways", "x" * 600])
def test_bad_input_moves_nothing(typed, plan, client):
    page = client.post(address("plan_order", plan), {"move": typed}).content.decode()
    assert "There is a problem" in page
    assert references(plan) == ["1.1", "1.2", "1.3"]


def test_parts_of_another_plan_stay(people, plan, client):
    foreign = people.elsewhere.plan.action_set.last()
    page = client.post(address("plan_order", plan), {"move": f"action-{foreign.pk}-up"})
    assert "This part is no longer in the plan" in page.content.decode()
    assert references(people.elsewhere.plan) == ["1.1", "1.2", "1.3"]


@pytest.mark.parametrize("actions", [1, 3])
def test_queries_do_not_grow(actions, people, client, django_assert_num_queries):
    plan = make_plan(people, actions=actions)
    with django_assert_num_queries(11):
        client.get(address("plan_order", plan))


def test_a_part_that_was_moved_elsewhere_meanwhile_passes_its_new_neighbour(people, plan):
    by = people.business_manager
    other = add_part(Priority, plan, by=by, number="2", title="Neglect")
    make_action(plan, "2.1", priority=other)
    seen = action_of(plan, "1.1")
    revise_action(action_of(plan, "1.1"), by=by, priority=other)
    move_part(seen, by=by, up=False)
    under = plan.action_set.filter(priority=other)
    assert list(under.values_list("reference", flat=True)) == ["2.1", "1.1"]


def test_a_part_that_was_removed_meanwhile_is_not_found(people, plan):
    by, seen = people.business_manager, action_of(plan, "1.2")
    remove_action(action_of(plan, "1.2"), by=by, reason="Twice.")
    with pytest.raises(ObjectDoesNotExist):
        move_part(seen, by=by, up=True)


class TestPlacing:
    """What order.js sends after a part was dragged: where it is now among those that were seen."""

    @pytest.fixture
    def place(self, plan, client):
        def press(part, *order):
            value = f"{part._meta.model_name}-{part.pk}-place"
            typed = ",".join(str(getattr(one, "pk", one)) for one in order)
            return client.post(address("plan_order", plan), {"move": value, "order": typed})

        return press

    @pytest.fixture
    def three(self, plan):
        return list(plan.action_set.all())

    @pytest.mark.parametrize(
        ("moved", "order"),
        [(0, [1, 2, 0]), (0, [1, 0, 2]), (2, [2, 0, 1]), (2, [0, 2, 1]), (1, [1, 0, 2])],
    )
    def test_puts_an_action_where_it_was_dropped_in_one_change(
        self, moved, order, three, plan, place
    ):
        before = Change.objects.count()
        assert place(three[moved], *(three[i] for i in order)).status_code == 302
        assert list(plan.action_set.all()) == [three[i] for i in order]
        assert Change.objects.count() == before + 1

    def test_changes_nothing_where_it_was(self, three, place):
        before = Change.objects.count()
        assert place(three[1], *three).status_code == 302
        assert Change.objects.count() == before

    def test_refuses_an_order_that_someone_else_has_changed(self, people, three, plan, place):
        first, second, third = three
        move_part(third, by=people.business_manager, up=True)
        page = place(first, second, third, first)
        assert "Someone else has changed this order" in page.text
        assert list(plan.action_set.all()) == [first, third, second]
        remove_action(second, by=people.business_manager, reason="Twice.")
        assert "Someone else has changed this order" in place(first, second, third, first).text
        assert place(first, third, first).status_code == 302
        assert list(plan.action_set.all()) == [third, first]

    def test_keeps_the_place_of_those_added_since(self, three, plan, place):
        first, second, third = three
        added = make_action(plan, "1.4")
        place(first, second, third, first)
        assert list(plan.action_set.all()) == [second, third, first, added]

    def test_moves_priorities_objectives_and_columns(self, people, plan, place):
        by = people.business_manager
        added = [add_part(Priority, plan, by=by, number=n, title="More") for n in "23"]
        first = plan.priority_set.get(number="1")
        place(added[1], added[1], first, added[0])
        assert [one.number for one in plan.priority_set.all()] == ["3", "1", "2"]

    def test_refuses_parts_of_another_place(self, people, three, plan, place):
        other = add_part(Priority, plan, by=people.business_manager, number="2", title="Neglect")
        elsewhere = make_action(plan, "2.1", priority=other)
        page = place(three[0], elsewhere, three[0])
        assert "Someone else has changed this order" in page.text
        assert references(plan) == ["1.1", "1.2", "1.3", "2.1"]

    @pytest.mark.parametrize("order", [[], ["x"], [0, 0], ["9" * 30], [""], [1.5]])
    def test_refuses_what_is_no_order(self, order, three, plan, place):
        assert "We could not read where to put it" in place(three[0], *order).text
        assert references(plan) == ["1.1", "1.2", "1.3"]

    def test_refuses_the_part_alone_or_twice(self, three, plan, place):
        assert "There is a problem" in place(three[0], three[0]).text
        assert "We could not read" in place(three[0], three[0], three[1], three[0]).text
        assert references(plan) == ["1.1", "1.2", "1.3"]
