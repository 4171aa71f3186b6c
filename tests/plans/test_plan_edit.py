"""Creating a plan and changing its title, dates and text."""

from datetime import date

import pytest

from partnership.models import Change
from plans.models import Plan
from plans.services.plan import revise_plan
from tests.helpers.editing import address, plan_data, structure, theirs


def test_a_new_plan_is_a_draft_and_opens_its_structure(people, client_as):
    response = client_as(people.business_manager).post(
        address("plan_new", people.partnership), plan_data(introduction="One\r\n\r\nTwo")
    )
    plan = Plan.objects.get(partnership=people.partnership)
    assert response.url == structure(plan)
    assert (plan.status, plan.starts_on, plan.ends_on) == (
        "draft",
        date(2026, 4, 1),
        date(2029, 3, 31),
    )
    assert plan.introduction == "One\n\nTwo"


def test_nothing_altered_leaves_no_trace(people, plan, client_as):
    data = plan_data(title=plan.title, introduction=plan.introduction) | theirs(plan)
    before = Change.objects.count()
    response = client_as(people.business_manager).post(address("plan_edit", plan), data)
    assert (response.status_code, Change.objects.count()) == (302, before)


def test_the_reason_is_kept(people, plan, client_as):
    data = plan_data(title="Plan for children", introduction=plan.introduction) | theirs(plan)
    client_as(people.business_manager).post(
        address("plan_edit", plan), data | {"reason": "Plainer."}
    )
    change = Change.objects.latest("pk")
    assert change.reason == "Plainer."
    assert plan.history.latest().change == change
    assert plan.history.latest().altered_fields() == ["title"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Enter the title"),
        (
            {"title": "x" * 1_000_000},
            "Title must be 200 characters or less; you have entered 1,000,000.",
        ),
        ({"introduction": "x" * 1_000_000}, "Introduction must be 20,000 characters or less"),
        ({"starts_on_month": "13"}, "First day must be a real date."),
        ({"ends_on_year": "20300"}, "Last day must have a year of 4 numbers, like 2026."),
        ({"ends_on_year": "2020"}, "The plan cannot end before it starts."),
    ],
)
def test_bad_input_is_told_and_changes_nothing(typed, sentence, people, plan, client_as):
    before = Change.objects.count()
    data = plan_data() | theirs(plan) | typed
    response = client_as(people.business_manager).post(address("plan_edit", plan), data)
    page = response.content.decode()
    assert (response.status_code, Change.objects.count()) == (200, before)
    assert "There is a problem" in page
    assert sentence in page


def test_another_partnerships_plan_cannot_be_the_previous_one(people, plan, client_as):
    foreign = people.elsewhere.plan
    client = client_as(people.business_manager)
    assert (
        foreign.title in client.get(address("plan_edit", plan)).content.decode()
    )  # ours has the same title
    response = client.post(
        address("plan_edit", plan), plan_data(previous=foreign.pk) | theirs(plan)
    )
    assert response.status_code == 200
    assert "Previous plan: choose one of the options." in response.content.decode()
    plan.refresh_from_db()
    assert plan.previous is None


def test_markup_is_shown_and_never_run(people, plan, client_as):
    evil = "<script>alert(1)</script>"
    revise_plan(plan, by=people.business_manager, title=evil)
    page = client_as(people.business_manager).get(address("plan_edit", plan)).content.decode()
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_stale_save_shows_both_texts_and_the_second_press_goes_through(people, plan, client_as):
    seen = theirs(plan)
    revise_plan(plan, by=people.business_manager, introduction="Theirs, saved first.")
    client, before = client_as(people.business_manager), Change.objects.count()
    data = plan_data(title=plan.title, introduction="Mine, typed meanwhile.") | seen
    response = client.post(address("plan_edit", plan), data)
    page = response.content.decode()
    plan.refresh_from_db()
    assert (response.status_code, Change.objects.count()) == (409, before)
    assert "There is a problem" in page
    assert "Business manager saved first, on 22 November 2026 at 10:00am" in page
    assert "Theirs, saved first." in page
    assert page.count("Mine, typed meanwhile.") == 2  # in the comparison, and in its field
    assert f'name="version" value="{plan.version}"' in page
    assert client.post(address("plan_edit", plan), data | theirs(plan)).status_code == 302
    plan.refresh_from_db()
    assert plan.introduction == "Mine, typed meanwhile."
