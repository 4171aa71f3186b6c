"""The parts of a plan's structure: priorities, objectives, themes, drivers, core activities, columns."""

import pytest

from partnership.models import Change
from plans.services.action import revise_action
from plans.services.structure import revise_part, set_priorities
from tests.helpers.editing import address, pages, priority_data, theirs, whole

EDITED = ["priority", "objective", "theme", "driver", "core_activity", "column"]


@pytest.mark.parametrize("noun", EDITED)
def test_a_new_part_stands_last_and_keeps_its_reason(noun, people, plan, client_as):
    _, data = pages(whole(plan))[f"{noun}_new"]
    parts = getattr(plan, f"{noun.replace('_', '')}_set")
    number = parts.count()
    client_as(people.business_manager).post(
        address(f"{noun}_new", plan), data | {"reason": "The review asked for it."}
    )
    part = parts.latest("pk")
    assert parts.count() == number + 1
    assert part.history.get().change.reason == "The review asked for it."
    if hasattr(part, "position"):
        assert parts.last() == part


@pytest.mark.parametrize("noun", EDITED)
def test_a_stale_save_changes_nothing(noun, people, plan, client_as):
    part, data = pages(whole(plan))[f"{noun}_edit"]
    field = {"theme": "name", "driver": "wording", "core_activity": "wording", "column": "heading"}
    revise_part(
        part, by=people.business_manager, **{field.get(noun, "title"): "Theirs, saved first"}
    )
    before = Change.objects.count()
    response = client_as(people.business_manager).post(address(f"{noun}_edit", part), data)
    page = response.content.decode()
    assert (response.status_code, Change.objects.count()) == (409, before)
    assert "Theirs, saved first" in page
    assert "Changed by Business manager" in page


@pytest.mark.parametrize("noun", EDITED)
def test_what_changed_meanwhile_is_not_taken_out_unseen(noun, people, plan, client_as):
    part, data = pages(whole(plan))[f"{noun}_remove"]
    field = {"theme": "name", "driver": "wording", "core_activity": "wording", "column": "heading"}
    revise_part(
        part, by=people.business_manager, **{field.get(noun, "title"): "Theirs, saved first"}
    )
    client = client_as(people.business_manager)
    response = client.post(address(f"{noun}_remove", part), data)
    assert (response.status_code, type(part).objects.filter(pk=part.pk).count()) == (409, 1)
    part.refresh_from_db()
    assert client.post(address(f"{noun}_remove", part), data | theirs(part)).status_code == 302
    assert type(part).objects.filter(pk=part.pk).count() == 0
    assert part.history.filter(history_type="-").count() == 1


@pytest.mark.parametrize("noun", ["priority", "objective"])
def test_what_still_has_actions_stays(noun, people, plan, client_as):
    part = getattr(plan, f"{noun}_set").first()
    if noun == "objective":
        for action in plan.action_set.all():
            revise_action(action, by=people.business_manager, objective=part)
    client = client_as(people.business_manager)
    opened = client.get(address(f"{noun}_remove", part)).content.decode()
    assert "3 actions are under it. Move or remove them first." in opened
    assert "govuk-button--warning" not in opened
    sent = client.post(address(f"{noun}_remove", part), theirs(part))
    assert "3 actions are under it. Move or remove them first." in sent.content.decode()
    assert type(part).objects.filter(pk=part.pk).count() == 1


def test_two_priorities_of_a_kind_cannot_share_a_number(people, plan, client_as):
    client = client_as(people.business_manager)
    page = client.post(address("priority_new", plan), priority_data(number="1"))
    assert "The plan already has a priority of this kind and number." in page.content.decode()
    client.post(address("priority_new", plan), priority_data(number="1", kind="overarching"))
    assert plan.priority_set.filter(number="1").count() == 2


def test_an_objective_stands_under_several_priorities_or_none(people, plan, client_as):
    whole(plan)
    objective, both = plan.objective_set.first(), [p.pk for p in plan.priority_set.all()]
    client = client_as(people.business_manager)
    for wanted in (both, [both[1]], []):
        objective.refresh_from_db()
        data = {"number": "1", "position": "1", "priorities": wanted} | theirs(objective)
        before = Change.objects.count()
        assert client.post(address("objective_edit", objective), data).status_code == 302
        assert [link.priority_id for link in objective.priority_links.all()] == wanted
        assert Change.objects.count() == before + 1


def test_a_new_objective_begins_under_the_priority_it_was_added_from(people, plan, client_as):
    priority = plan.priority_set.get()
    client = client_as(people.business_manager)
    page = client.get(f"{address('objective_new', plan)}?priority={priority.pk}").content.decode()
    assert f'value="{priority.pk}" checked' in page
    data = {"number": "2", "priorities": [priority.pk]}
    client.post(address("objective_new", plan), data)
    assert plan.objective_set.get(number="2").priority_links.get().priority == priority


def test_an_objective_cannot_stand_under_another_partnerships_priority(people, plan, client_as):
    foreign = people.elsewhere.plan.priority_set.get()
    objective = plan.objective_set.get()
    client, before = client_as(people.business_manager), Change.objects.count()
    data = {"number": "1", "position": "1", "priorities": [foreign.pk]} | theirs(objective)
    response = client.post(address("objective_edit", objective), data)
    assert (response.status_code, Change.objects.count()) == (200, before)
    assert (
        "Priorities this objective supports: choose one of the options."
        in response.content.decode()
    )


def test_priorities_another_chose_meanwhile_are_not_lost(people, plan, client_as):
    whole(plan)
    objective, seen = plan.objective_set.first(), theirs(plan.objective_set.first())
    data = {"number": "1", "position": "1", "title": objective.title, "priorities": []}
    second = plan.priority_set.last()
    client = client_as(people.business_manager)
    first_press = data | seen | {"priorities": [second.pk]}
    assert client.post(address("objective_edit", objective), first_press).status_code == 302
    response = client.post(address("objective_edit", objective), data | seen)
    assert response.status_code == 409
    assert "Priority 2: Empty so far</p>" in response.content.decode()
    assert [link.priority for link in objective.priority_links.all()] == [second]


def test_links_set_elsewhere_keep_their_place(people, plan, client_as):
    objective = plan.objective_set.get()
    set_priorities(objective, [], by=people.business_manager)
    page = client_as(people.business_manager).get(address("objective_edit", objective))
    assert "checked" not in page.content.decode()
