"""After saving, people go back to where they came from, and never anywhere but our own pages."""

import re
import uuid
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.helpers.builders import action_of, make_update
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


def test_from_the_structure_back_to_the_place_of_what_was_saved(people, plan, priority, client_as):
    client, came_from = client_as(people.business_manager), f"{structure(plan)}?unfolded=1"
    back = save(client, priority, next=came_from).url
    assert back == f"{came_from}#priority-{priority.pk}"


def test_from_the_structure_back_to_where_a_removed_action_was(people, plan, priority, client_as):
    action = plan.action_set.first()
    data = theirs(action) | {"reason": "Done elsewhere.", "next": structure(plan)}
    back = client_as(people.business_manager).post(address("action_remove", action), data).url
    place = action.objective or priority
    assert back == f"{structure(plan)}#{place._meta.model_name}-{place.pk}"


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


def progress(number):
    sent = {"rating": "green", "comment": "Done.", "reason": "Seen.", "seen": ""}
    return sent | {"submission": str(uuid.UUID(int=number))}


FILTER = "?rating=amber&q=a+b"


@pytest.fixture
def filtered(plan):
    """The plan filtered to the actions that are not rated."""
    return f"{address('plan', plan)}?rating=not_rated"


def test_back_to_the_filter_of_the_plan(people, plan, priority, client_as):
    came = f"{address('plan', plan)}{FILTER}"
    client = client_as(people.business_manager)
    assert save(client, priority, next=came).url == came
    came_from = {"referer": f"http://testserver{came}"}
    page = client.get(address("priority_edit", priority), headers=came_from).content.decode()
    assert f'name="next" value="{came.replace("&", "&amp;")}"' in page


@pytest.mark.parametrize("evil", ["https://evil.example", "//evil.example", "javascript:", "http:"])
def test_a_page_of_ours_elsewhere_is_not_ours(evil, people, plan, priority, client_as):
    came = f"{evil}{address('plan', plan)}{FILTER}"
    response = save(client_as(people.business_manager), priority, next=came)
    assert response.url == f"{structure(plan)}#priority-{priority.pk}"


def test_only_path_and_query_reach_the_redirect(people, plan, priority, client_as):
    came = f"{address('plan', plan)}?q=%0d%0aSet-Cookie:x#%0a"
    response = save(client_as(people.business_manager), priority, next=came)
    assert response.url == f"{address('plan', plan)}?q=%0D%0ASet-Cookie%3Ax"


def test_from_a_filtered_plan_through_an_action_and_its_update_back_to_its_place(
    people, plan, client_as, filtered
):
    action = plan.action_set.first()
    client = client_as(people.business_manager)
    query = f"?{urlencode({'next': filtered})}"
    listed = client.get(filtered).content.decode()
    assert f'href="{address("action", action)}{query}"' in listed
    assert f'id="action-{action.pk}"' in listed
    page = client.get(f"{address('action', action)}{query}").content.decode()
    assert f'href="{filtered}#action-{action.pk}"' in page
    update = f"{address('action_progress', action)}{query}"
    assert f'href="{update}"' in page
    assert client.post(update, progress(1)).url == f"{filtered}#action-{action.pk}"


def test_without_a_filter_an_update_leads_to_its_action(people, plan, client_as):
    action = plan.action_set.first()
    client = client_as(people.business_manager)
    assert "next=" not in client.get(address("plan", plan)).content.decode()
    update = address("action_progress", action)
    for number, elsewhere in enumerate(("", "?next=//evil.example/", f"?next={structure(plan)}")):
        sent = progress(number) | {"seen": str(action_of(plan, "1.1").last_update_id or "")}
        assert client.post(update + elsewhere, sent).url == address("action", action)


@pytest.mark.parametrize(
    ("page", "data"),
    [
        (
            "action_evidence_new",
            {
                "evidence_text": "18 of 20.",
                "evidence_question": "how_well",
                "evidence_source": "audit",
            },
        ),
        (
            "proposal_new",
            {"words": "By June 2027", "reason": "Late."},
        ),
        ("update_correct", {"comment": "Better words.", "next_steps": ""}),
    ],
)
def test_evidence_proposals_and_corrections_keep_the_list_of_their_action(
    people, plan, client_as, filtered, page, data
):
    """From an action that was opened from a filtered plan, back to that action, which still leads to the list."""
    action = action_of(plan, "1.1")
    record, more = action, {}
    if page == "update_correct":
        record = make_update(action, by=people.chair, comment="Words.", at=timezone.now())
    if page == "proposal_new":
        more = {"about": "timescale"}
    came = f"{address('action', action)}?{urlencode({'next': filtered})}"
    url = reverse(f"plans:{page}", kwargs={"slug": "ashshire", "pk": record.pk, **more})
    client = client_as(people.chair)
    shown = client.get(url, headers={"referer": f"http://testserver{came}"}).text
    kept = re.search(r'name="next" value="([^"]+)"', shown)[1].replace("&amp;", "&")
    assert kept == came
    sent = data | {"next": kept, "submission": str(uuid.UUID(int=1))}
    assert client.post(url, sent).url == came
