"""Who may edit a plan: the business manager alone, on every editing page, by GET and by POST."""

import pytest
from django.urls import reverse

from partnership.models import Change
from plans.services.plan import close_plan
from plans.urls.editing import urlpatterns
from tests.helpers.builders import make_closed_plan, make_plan
from tests.helpers.editing import address, pages, whole

pytestmark = pytest.mark.engine_free

NAMES = [pattern.name for pattern in urlpatterns]
READ = {"plan_columns", "plan_structure"}
# Writes only with an earlier plan: see test_plan_carry.py
READ |= {"plan_carry"}
SENT = [name for name in NAMES if name not in READ]


@pytest.fixture
def draft(people):
    return whole(make_plan(people, agreed=False))


def opened(client, plan):
    """{page: status} of every editing page, by GET."""
    everything = pages(plan)
    return {name: client.get(address(name, everything[name][0])).status_code for name in NAMES}


def sent(client, plan):
    """{page: status} of every editing page, by POST of what the business manager would send."""
    answers = {}
    for name, (record, data) in pages(plan).items():
        answers[name] = client.post(address(name, record), data or {}).status_code
    return answers


def test_the_table_of_pages_is_complete(draft):
    assert sorted(pages(draft)) == sorted(NAMES)


def test_the_business_manager_opens_every_page(people, draft, client_as):
    assert opened(client_as(people.business_manager), draft) == dict.fromkeys(NAMES, 200)


@pytest.mark.parametrize("name", SENT)
def test_the_business_manager_saves_every_page_as_one_change(name, people, draft, client_as):
    plan = whole(make_plan(people, title="Agreed plan")) if name == "plan_close" else draft
    record, data = pages(plan)[name]
    before = Change.objects.count()
    response = client_as(people.business_manager).post(address(name, record), data)
    assert (response.status_code, Change.objects.count()) == (302, before + 1)
    change = Change.objects.latest("pk")
    assert (change.by, change.where) == (people.business_manager, f"plans:{name}")


@pytest.mark.parametrize(
    "role", ["member", "group_member", "chair", "lead", "executive", "scrutineer"]
)
def test_other_roles_are_told_that_they_may_not(role, people, plan, client_as):
    whole(plan)
    client, before = client_as(getattr(people, role)), Change.objects.count()
    assert opened(client, plan) == dict.fromkeys(NAMES, 403)
    assert sent(client, plan) == dict.fromkeys(NAMES, 403)
    assert Change.objects.count() == before


def test_another_partnerships_manager_finds_nothing(people, plan, client_as):
    whole(plan)
    client, before = client_as(people.outsider), Change.objects.count()
    assert opened(client, plan) == dict.fromkeys(NAMES, 404)
    assert sent(client, plan) == dict.fromkeys(NAMES, 404)
    assert Change.objects.count() == before


def test_nobody_is_asked_to_sign_in(plan, client_as):
    whole(plan)
    client, before = client_as(None), Change.objects.count()
    for name, (record, data) in pages(plan).items():
        here = address(name, record)
        for response in (client.get(here), client.post(here, data or {})):
            assert response.status_code == 302
            assert response.url == f"{reverse('account_login')}?next={here}"
    assert Change.objects.count() == before


def test_what_is_not_there_is_not_found(people, plan, client_as):
    client = client_as(people.business_manager)
    kwargs = {"slug": people.partnership.slug, "pk": 987654}
    answers = {
        name: client.get(reverse(f"plans:{name}", kwargs=kwargs)).status_code
        for name in NAMES
        if name != "plan_new"
    }
    assert set(answers.values()) == {404}


def test_a_closed_plan_is_left_alone(people, client_as):
    plan = whole(make_plan(people))
    everything = pages(plan)
    client = client_as(people.business_manager)
    record, _ = everything["theme_remove"]
    assert "govuk-button--warning" in client.get(address("theme_remove", record)).content.decode()
    close_plan(plan, by=people.business_manager, reason="Its period is over.")
    before = Change.objects.count()
    for name in set(SENT) - {"plan_new", "plan_agree", "plan_close", "plan_withdraw"}:
        record, data = everything[name]
        page = client.get(address(name, record)).content.decode()
        assert "This plan is closed." in page
        assert "Save</button>" not in page
        assert "govuk-button--warning" not in page
        response = client.post(address(name, record), data)
        assert (name, response.status_code) == (name, 200)
        assert "There is a problem" in response.content.decode()
        assert "This plan is closed." in response.content.decode()
    assert Change.objects.count() == before


def test_a_closed_plan_offers_nothing_to_edit(people, client_as):
    plan = make_closed_plan(people)
    page = client_as(people.business_manager).get(address("plan_structure", plan)).content.decode()
    assert "Action 1.1" in page
    assert "/edit/" not in page
    assert "/remove/" not in page
    assert "/new/" not in page
