"""After saving, people go back to where they came from, and never anywhere but our own pages."""

import pytest

from tests.helpers.editing import address, priority_data, structure, theirs


@pytest.fixture
def priority(plan):
    return plan.priority_set.get()


def save(client, priority, **extra):
    data = priority_data(position="1") | theirs(priority)
    return client.post(address("priority_edit", priority), data | extra)


def test_without_more_back_to_its_place_in_the_structure(people, priority, client_as):
    response = save(client_as(people.business_manager), priority)
    assert response.url == f"{structure(priority.plan)}#priority-{priority.pk}"


def test_back_to_the_action_the_person_came_from(people, plan, priority, client_as):
    action = address("action", plan.action_set.first())
    assert save(client_as(people.business_manager), priority, next=action).url == action


def test_the_page_remembers_where_the_person_came_from(people, plan, priority, client_as):
    action = address("action", plan.action_set.first())
    client = client_as(people.business_manager)
    came_from = {"referer": f"http://testserver{action}"}
    page = client.get(address("priority_edit", priority), headers=came_from).content.decode()
    assert f'name="next" value="{action}"' in page


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/accounts/sign-out/",
        "/birchshire/plans/",
        "\x00",
        "",
    ],
)
def test_never_anywhere_else(evil, people, priority, client_as):
    response = save(client_as(people.business_manager), priority, next=evil)
    assert response.url == f"{structure(priority.plan)}#priority-{priority.pk}"


def test_a_referrer_from_elsewhere_does_not_count(people, plan, priority, client_as):
    action = address("action", plan.action_set.first())
    came_from = {"referer": f"https://evil.example{action}"}
    client = client_as(people.business_manager)
    page = client.get(address("priority_edit", priority), headers=came_from).content.decode()
    assert f'name="next" value="{structure(plan)}#priority-{priority.pk}"' in page


@pytest.mark.parametrize("part", ["action", "priority", "objective", "theme", "driver"])
def test_cancel_on_the_page_of_a_new_part_leads_to_the_structure(people, plan, client_as, part):
    """Not to the place of a record that is not saved (“#action-None”)."""
    page = client_as(people.business_manager).get(address(f"{part}_new", plan)).text
    assert f'href="{structure(plan)}">Cancel' in page
    assert "-None" not in page
