"""The admin: numbers, questions and forms that no browser sends are answered, and change nothing."""

import pytest
from django.urls import reverse

from partnership.history import Change
from partnership.models import Agency, Membership, User
from plans.models import Action
from subgroups.models import Group
from tests.helpers.admin_pages import address, typed

NONSENSE = ["x", "0", "-1", "9" * 30, "1_2F", "é", "1/2", "null"]


@pytest.mark.parametrize("key", NONSENSE)
def test_bad_numbers_do_not_exist(people, client_as, key):
    client = client_as(people.business_manager)
    for model in (Agency, Group, Action, Change):
        base = address(model, "changelist")
        for page in ("change", "history", "delete"):
            assert client.get(f"{base}{key}/{page}/").status_code == 404, (model, page)
            if page != "history":
                assert client.post(f"{base}{key}/{page}/", {}).status_code == 404, (model, page)


@pytest.mark.parametrize(
    "query",
    [
        "_changelist_filters=%26%3D%00",
        "_changelist_filters=p%3Dx%26q%3D%25",
        "q=%22%27%5C%25",
        "q=%00",
        "q=" + "a" * 3000,
        "p=x&o=99.-99.x",
        "p=-1",
        "all=&e=1",
        "_to_field=password",
        "_popup=1&_to_field=id",
        "partnership__id__exact=x",
        "partnership__id__exact=" + "9" * 30,
        "partnership__id__exact=%00",
        "partnership__isnull=x",
        "nonsense=1",
        "_facets=True",
    ],
)
def test_odd_questions_are_answered(plan, people, client_as, query):
    client = client_as(people.business_manager)
    for model in (Agency, Membership, User, Change, Group, Action):
        for page in ("changelist", "add"):
            status = client.get(f"{address(model, page)}?{query}").status_code
            assert status in {200, 302, 400, 403}, (model, page, status)


@pytest.mark.parametrize(
    "values",
    [
        {"app_label": "plans", "model_name": "action", "field_name": "leads"},
        {"app_label": "plans", "model_name": "action", "field_name": "rating"},
        {"app_label": "plans", "model_name": "historicalaction", "field_name": "plan"},
        {"app_label": "plans", "model_name": "x", "field_name": "plan"},
        {"app_label": "reports", "model_name": "annualreport", "field_name": "framework"},
        {"app_label": "plans", "model_name": "lead", "field_name": "group", "term": "'\"%\\"},
        {"app_label": "plans", "model_name": "lead", "field_name": "group", "page": "x"},
        {},
    ],
)
def test_odd_autocomplete_is_answered(plan, people, client_as, values):
    status = client_as(people.business_manager).get(reverse("admin:autocomplete"), values)

    assert status.status_code in {200, 403, 404}


@pytest.mark.parametrize("value", ["x", "9" * 30, "\0", "2026-99-99"])
def test_nonsense_posted_is_answered_and_changes_nothing(
    plan, people, client_as, monkeypatch, value
):
    # Of the rows that an enormous total asks for, at most fifty more than these are made.
    monkeypatch.setattr("partnership.admin.base.TrackedInline.max_num", 5)
    client = client_as(people.business_manager)
    before = Change.objects.count()
    action = plan.action_set.first()
    records = [people.council, action]
    for record in records:
        url = address(record, "change")
        good = typed(client, url)
        posts = [dict.fromkeys(good, value), {}]
        rows = [key for key in good if key.startswith(("posts-", "leads-"))]
        posts += [{**good, key: value} for key in rows if key.endswith(("L_FORMS", "-id"))]
        posts += [{k: v for k, v in good.items() if not k.endswith("-id")}]
        for data in posts:
            assert client.post(url, data).status_code in {200, 302, 400}, (record, data)
        url = address(type(record), "add")
        names = list(client.get(url).context["adminform"].form.fields)
        assert client.post(url, dict.fromkeys(names, value)).status_code == 200, record
        assert client.get(url, dict.fromkeys(names, value)).status_code in {200, 400}, record
    data = {"action": "delete_selected", "_selected_action": value, "index": value}
    assert client.post(address(Agency, "changelist"), data).status_code in {302, 400}
    data = {"action": value, "_selected_action": "1", "index": "0"}
    assert client.post(address(Agency, "changelist"), data).status_code == 302
    assert client.post(address(plan, "change"), {"_saveasnew": "1"}).status_code == 400

    assert Change.objects.count() == before
