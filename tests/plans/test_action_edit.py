"""Adding an action, changing its wording and place, and removing it."""

from datetime import date

import pytest

from partnership.models import Change
from plans.models import Driver
from plans.services.action import revise_action
from plans.services.structure import add_part
from tests.helpers.builders import action_of, make_evidence, make_plan, make_update
from tests.helpers.editing import (
    action_data,
    address,
    new_action_data,
    structure,
    theirs,
    timescale_data,
)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


def test_a_new_action_has_its_place_reasons_and_timescale(people, plan, client_as):
    priority, driver, theme = plan.priority_set.get(), plan.driver_set.get(), plan.theme_set.get()
    data = new_action_data(priority=priority.pk, importance="high", drivers=[driver.pk])
    client = client_as(people.business_manager)
    response = client.post(
        address("action_new", plan), data | {"themes": [theme.pk], "reason": "New."}
    )
    action = action_of(plan, "9.9")
    assert response.url == f"{structure(plan)}#action-{action.pk}"
    assert (action.priority, action.importance, action.position) == (priority, "high", 4)
    assert (action.due_on, action.first_due_on) == (date(2027, 5, 31), date(2027, 5, 31))
    assert (action.driver_links.get().driver, action.theme_links.get().theme) == (driver, theme)
    assert Change.objects.latest("pk").reason == "New."


def test_a_new_action_begins_where_it_was_added(people, plan, client_as):
    priority = plan.priority_set.get()
    client = client_as(people.business_manager)
    page = client.get(f"{address('action_new', plan)}?priority={priority.pk}").content.decode()
    assert f'<option value="{priority.pk}" selected>' in page


def test_wording_drivers_and_themes_are_one_change(people, plan, action, client_as):
    driver = add_part(Driver, plan, by=people.business_manager, kind="audit", wording="An audit")
    data = action_data(action, wording="Do it well.", drivers=[driver.pk], themes=[])
    before = Change.objects.count()
    client_as(people.business_manager).post(
        address("action_edit", action), data | {"reason": "Why."}
    )
    action.refresh_from_db()
    assert (action.wording, action.first_wording) == ("Do it well.", "Do what action 1.1 says.")
    assert action.driver_links.get().driver == driver
    assert action.theme_links.count() == 0
    assert Change.objects.count() == before + 1
    assert Change.objects.latest("pk").reason == "Why."


def test_in_a_draft_the_wording_has_no_first_one(people, client_as):
    action = action_of(make_plan(people, agreed=False), "1.1")
    data = action_data(action, wording="Do it well.")
    client_as(people.business_manager).post(address("action_edit", action), data)
    action.refresh_from_db()
    assert (action.wording, action.first_wording) == ("Do it well.", "")


@pytest.mark.parametrize("name", ["priority", "objective", "drivers", "themes", "follows"])
def test_parts_of_another_plan_cannot_be_chosen(name, people, plan, action, client_as):
    elsewhere = people.elsewhere.plan
    relation = {"follows": "action", "drivers": "driver", "themes": "theme"}.get(name, name)
    foreign = getattr(elsewhere, f"{relation}_set").first()
    client, before = client_as(people.business_manager), Change.objects.count()
    data = action_data(action, **{name: foreign.pk})
    changed = client.post(address("action_edit", action), data)
    added = client.post(address("action_new", plan), new_action_data(**{name: foreign.pk}))
    for response in (changed, added):
        assert response.status_code == 200
        assert "choose one of the options." in response.content.decode()
    assert Change.objects.count() == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reference": ""}, "Enter the reference"),
        ({"reference": "1.2"}, "The plan already has an action with this reference."),
        ({"wording": ""}, "Enter the wording"),
        (
            {"wording": "x" * 1_000_000},
            "Wording must be 5,000 characters or less; you have entered 1,000,000.",
        ),
        ({"importance": "huge"}, "Importance: choose one of the options."),
        ({"position": "first"}, "Order in print must be a whole number, like 12"),
        ({"priority": "1 OR 1=1"}, "Priority: choose one of the options."),
        ({"position": "9" * 30}, "Order in print must be 2147483647 or less"),
        ({"position": "-1"}, "Order in print must be 0 or more"),
        ({"version": "x"}, "Version must be a whole number"),
        ({"version": ""}, "Part of this page was not sent"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(typed, sentence, people, action, client_as):
    before = Change.objects.count()
    client = client_as(people.business_manager)
    response = client.post(address("action_edit", action), action_data(action) | typed)
    page = response.content.decode()
    assert (response.status_code, Change.objects.count()) == (200, before)
    assert "There is a problem" in page
    assert sentence in page


def test_markup_is_shown_and_never_run(people, action, client_as):
    evil = "</textarea><script>alert(1)</script>"
    client = client_as(people.business_manager)
    client.post(address("action_edit", action), action_data(action, wording=evil, title=evil))
    for name in ("action_edit", "action_remove", "action_leads"):
        page = client.get(address(name, action)).content.decode()
        assert evil not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_stale_save_shows_both_texts_and_says_what_they_changed(people, action, client_as):
    data = action_data(action, wording="Mine.", title="My title")
    revise_action(action, by=people.business_manager, wording="Theirs.")
    client, before = client_as(people.business_manager), Change.objects.count()
    response = client.post(address("action_edit", action), data)
    page = response.content.decode()
    assert (response.status_code, Change.objects.count()) == (409, before)
    for text in ("Theirs.", "Mine.", "Action 1.1", "My title"):
        assert f'<p class="app-two-texts__words">{text}</p>' in page
    assert page.count("Changed by Business manager") == 1
    assert page.count("Unchanged since you opened the page") == 1
    action.refresh_from_db()
    assert client.post(address("action_edit", action), data | theirs(action)).status_code == 302
    action.refresh_from_db()
    assert (action.wording, action.title) == ("Mine.", "My title")


def test_drivers_another_chose_meanwhile_are_not_lost(people, plan, action, client_as):
    driver = add_part(Driver, plan, by=people.business_manager, kind="audit", wording="An audit")
    mine, client = action_data(action), client_as(people.business_manager)
    client.post(address("action_edit", action), action_data(action, drivers=[driver.pk]))
    response = client.post(address("action_edit", action), mine)
    assert response.status_code == 409
    assert '<p class="app-two-texts__words">An audit</p>' in response.content.decode()
    assert action.driver_links.get().driver == driver


@pytest.mark.parametrize("version", ["0", "-7", "9" * 30])
def test_a_version_nobody_has_seen_saves_nothing(version, people, action, client_as):
    client, before = client_as(people.business_manager), Change.objects.count()
    data = action_data(action, wording="Mine.", version=version)
    response = client.post(address("action_edit", action), data)
    assert (response.status_code, Change.objects.count()) == (409, before)


def test_taking_out_needs_a_reason_and_says_what_goes_with_it(people, plan, action, client_as):
    make_update(action)
    make_evidence(action)
    action.refresh_from_db()
    client = client_as(people.business_manager)
    page = client.get(address("action_remove", action)).content.decode()
    for line in (
        "Leads: 1",
        "Success measures: 1",
        "Evidence: 1",
        "Progress updates: 1",
        "Drivers: 1",
    ):
        assert f"<li>{line}</li>" in page
    assert "Changes to its timescale" not in page
    refused = client.post(address("action_remove", action), theirs(action))
    assert "Enter a reason for removing the action" in refused.content.decode()
    data = theirs(action) | {"reason": "Done elsewhere."}
    response = client.post(address("action_remove", action), data)
    assert response.url == f"{structure(plan)}#priority-{action.priority_id}"
    assert [a.reference for a in plan.action_set.all()] == ["1.2", "1.3"]
    row = type(action).history.filter(id=action.pk).latest()
    assert (row.history_type, row.change.reason) == ("-", "Done elsewhere.")


def test_after_taking_out_nobody_is_sent_to_the_action(people, plan, action, client_as):
    data = theirs(action) | {"reason": "Done elsewhere.", "next": address("action", action)}
    response = client_as(people.business_manager).post(address("action_remove", action), data)
    assert response.url == f"{structure(plan)}#priority-{action.priority_id}"


def test_an_action_that_moved_on_is_not_taken_out_unseen(people, action, client_as):
    seen = theirs(action) | {"reason": "Done elsewhere."}
    make_update(action, by=people.chair)
    response = client_as(people.business_manager).post(address("action_remove", action), seen)
    assert response.status_code == 409
    assert "Chair saved first" in response.content.decode()
    assert type(action).objects.filter(pk=action.pk).count() == 1


def test_timescale_errors_are_told_when_adding(people, plan, client_as):
    client = client_as(people.business_manager)
    data = new_action_data(**timescale_data(due_month="13"))
    page = client.post(address("action_new", plan), data).content.decode()
    assert "Month must be a real month, 1 to 12" in page
    assert plan.action_set.count() == 3


def test_a_reference_may_have_40_characters(people, action, client_as):
    client = client_as(people.business_manager)
    page = client.post(address("action_edit", action), action_data(action, reference="x" * 41))
    assert "must be 40 characters or less" in page.text
    long = "SCP-2026-Neglect-and-early-help-01.01.01"
    assert len(long) == 40
    client.post(address("action_edit", action), action_data(action, reference=long))
    action.refresh_from_db()
    assert action.reference == long
