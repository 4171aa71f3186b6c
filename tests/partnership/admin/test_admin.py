"""The admin: who may enter, no one reaches beyond their partnership, every write is one change."""

from datetime import date

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from partnership.admin.base import Scoped
from partnership.history import recording
from partnership.models import Agency, Post, User
from tests.helpers import builders
from tests.helpers.admin_pages import address, errors_of, press

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Only for installation staff: shared by all partnerships, or not part of the product.
STAFF_ONLY = {
    "reports.Framework",
    "auth.Group",
    "partnership.SecurityEvent",
    "mfa.Authenticator",
    "socialaccount.SocialAccount",
}
# Further pages that a rule refuses to business managers.
REFUSED = {
    ("partnership.Partnership", "add"),
    ("partnership.Membership", "add"),
    ("subgroups.Invitation", "add"),
    ("partnership.User", "add"),
    ("partnership.User", "history"),
    ("partnership.Change", "add"),
    ("plans.ActionSuccession", "add"),
    ("plans.ProgressUpdate", "add"),
    ("plans.Proposal", "add"),
    ("plans.Challenge", "add"),
    ("plans.ChallengeResponse", "add"),
    ("plans.TimescaleChange", "add"),
    ("plans.ReportingPeriod", "add"),
    ("plans.GroupReturn", "add"),
    ("plans.Snapshot", "add"),
    ("plans.EvidenceFile", "add"),
}


@pytest.fixture
def everything(plan):
    """A record of every model in the partnership."""
    action = plan.action_set.first()
    builders.make_update(action)
    builders.make_evidence(action)
    return plan


# Who may enter


@pytest.mark.engine_free
@pytest.mark.parametrize(
    "role", ["chair", "group_member", "executive", "scrutineer", "member", "lead"]
)
def test_other_roles_are_told_no(people, client_as, role):
    client = client_as(getattr(people, role))

    for url in (reverse("admin:index"), address(Agency, "changelist"), reverse("admin:jsi18n")):
        assert client.get(url).status_code == 403


def test_nobody_is_sent_to_sign_in(people, client_as):
    url = address(people.council, "change")

    response = client_as(None).get(url)

    assert response.status_code == 302
    assert response.url == f"{reverse(settings.LOGIN_URL)}?next={url}"


def test_admin_has_no_sign_in_of_its_own(people, client_as):
    url = reverse("admin:login")
    sign_in = reverse(settings.LOGIN_URL)

    assert client_as(None).get(url).url == f"{sign_in}?next={reverse('admin:index')}"
    assert client_as(None).post(url, {"next": "/x"}).url.startswith(sign_in)
    assert client_as(None).get(f"{url}?next=//evil.example/").url.endswith(reverse("admin:index"))
    assert client_as(people.member).get(url).url == reverse("admin:index")


def test_past_business_manager_is_told_no(people, client_as):
    membership = people.business_manager.memberships.get()
    membership.until = date(2026, 11, 21)
    with recording(by=None):
        membership.save()

    assert client_as(people.business_manager).get(reverse("admin:index")).status_code == 403


# Every page


def test_every_list_and_add_page(everything, people, client_as):
    client = client_as(people.business_manager)
    refused = set()
    for model in REGISTERED:
        label = model._meta.label
        for page in ("changelist", "add"):
            status = client.get(address(model, page)).status_code
            assert status in {200, 403}, (label, page, status)
            if status == 403 and label not in STAFF_ONLY:
                refused.add((label, page))

    assert refused == {pair for pair in REFUSED if pair[1] != "history"}


def test_every_change_history_and_delete_page(everything, people, client_as):
    client = client_as(people.business_manager)
    refused, seen = set(), set()
    for model in REGISTERED:
        label = model._meta.label
        if label in STAFF_ONLY:
            continue
        response = client.get(address(model, "changelist"))
        for record in response.context["cl"].result_list[:3]:
            seen.add(label)
            assert client.get(address(record, "change")).status_code == 200, label
            assert client.get(address(record, "delete")).status_code in {200, 403}, label
            history = client.get(address(record, "history")).status_code
            if history == 403:
                refused.add((label, "history"))
            else:
                assert history == 200, label

    assert refused == {("partnership.User", "history")}
    missing = {model._meta.label for model in REGISTERED} - STAFF_ONLY - seen
    assert missing == {"plans.CoreActivity", "plans.ReportingPoint", "plans.TimescaleChange"} | {
        "plans.ActionPriority",
        "plans.ActionSuccession",
        "plans.MeasureValue",
        "plans.Proposal",
        "plans.Challenge",
        "plans.ChallengeResponse",
        "plans.ReportingPeriod",
        "plans.GroupReturn",
        "plans.EvidenceFile",
        "reports.AnnualReport",
        "reports.Section",
        "subgroups.Invitation",
    }


@pytest.mark.engine_free
def test_staff_open_every_page(everything, client_as, staff):
    client = client_as(staff)
    for model in REGISTERED:
        response = client.get(address(model, "changelist"))
        assert response.status_code == 200
        assert client.get(address(model, "add")).status_code in {200, 403}
        for record in response.context["cl"].result_list[:2]:
            for page in ("change", "history"):
                assert client.get(address(record, page)).status_code == 200, (record, page)


def test_every_record_of_ours_is_scoped():
    ours = {"partnership", "subgroups", "plans", "reports"}
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label in ours:
            assert isinstance(model_admin, Scoped), model
            for inline in model_admin.get_inline_instances(None):
                assert isinstance(inline, Scoped), inline


# Nothing beyond one's own partnership


@pytest.mark.engine_free
def test_lists_hold_own_records_only(everything, people, client_as):
    client = client_as(people.business_manager)
    checked = 0
    for model in REGISTERED:
        if model._meta.label in STAFF_ONLY | {"partnership.User"}:
            continue
        records = client.get(address(model, "changelist")).context["cl"].result_list
        assert {
            record.partnership_pk() if hasattr(record, "partnership_pk") else record.partnership_id
            for record in records
        } <= {people.partnership.pk}
        checked += len(records)
    assert checked > 60


@pytest.mark.engine_free
@pytest.mark.parametrize("view", ["change", "history", "delete"])
def test_pages_of_others_do_not_exist(people, client_as, view):
    client = client_as(people.business_manager)
    others = people.elsewhere
    action = others.plan.action_set.first()
    records = [
        others.people.partnership,
        others.people.council,
        others.people.adviser,
        others.people.audit_group,
        others.people.audit_group.seats.first(),
        others.people.member.memberships.get(),
        others.plan,
        action,
        action.leads.get(),
        action.measures.get(),
    ]
    for record in records:
        assert client.get(address(record, view)).status_code == 404, record
        if view != "history":
            assert client.post(address(record, view), {"post": "yes"}).status_code == 404, record


@pytest.mark.engine_free
@pytest.mark.parametrize(
    ("source", "field", "own"),
    [
        ("plans.lead", "group", "audit_group"),
        ("plans.lead", "post", "adviser"),
        ("plans.lead", "agency", "council"),
        ("partnership.membership", "user", "member"),
        ("subgroups.group", "chair_agency", "council"),
        ("reports.annualreport", "plan", None),
        ("plans.action", "plan", None),
    ],
)
def test_autocomplete_offers_own_records_only(plan, people, client_as, source, field, own):
    app, model = source.split(".")
    query = {"app_label": app, "model_name": model, "field_name": field}

    response = client_as(people.business_manager).get(reverse("admin:autocomplete"), query)

    mine = plan if own is None else getattr(people, own)
    theirs = people.elsewhere.plan if own is None else getattr(people.elsewhere.people, own)
    offered = {int(choice["id"]) for choice in response.json()["results"]}
    assert mine.pk in offered
    assert theirs.pk not in offered


def test_filters_offer_own_records_only(people, client_as):
    url = address(Post, "changelist")
    elsewhere = people.elsewhere.people.council

    response = client_as(people.business_manager).get(url)
    offered = {
        pk
        for spec in response.context["cl"].filter_specs
        for pk, _ in getattr(spec, "lookup_choices", [])
    }
    foreign = client_as(people.business_manager).get(url, {"agency__id__exact": elsewhere.pk})

    assert offered == {people.council.pk, people.police.pk}
    assert list(foreign.context["cl"].result_list) == []


def test_lookups_cannot_guess_at_password(people, client_as):
    client = client_as(people.business_manager)
    url = address(User, "changelist")

    assert client.get(url, {"password__startswith": "md5"}).status_code == 400
    assert client.get(url, {"memberships__partnership__slug": "birchshire"}).status_code == 400
    assert client.get(url, {"is_active__exact": "1"}).status_code == 200


def test_people_are_those_of_own_partnership_and_only_looked_at(people, client_as):
    client = client_as(people.business_manager)

    response = client.get(address(User, "changelist"))
    page = client.get(address(people.member, "change"))

    assert {user.email.split("@")[1] for user in response.context["cl"].result_list} == {
        "ashshire.example"
    }
    assert people.member.password not in page.content.decode()
    assert client.post(address(people.member, "change"), {"name": "X"}).status_code == 403
    assert client.get(address(people.outsider, "change")).status_code == 404


# Accounts


def test_staff_make_accounts_without_a_password(client_as, staff):
    response = client_as(staff).post(
        address(User, "add"),
        {"name": "New Person", "email": "New.Person@Example.org", "is_active": "on"},
    )

    user = User.objects.get(email="new.person@example.org")
    assert response.status_code == 302
    assert not user.has_usable_password()
    assert User.history.filter(id=user.pk).get().change.by == staff


def test_account_twice_is_a_form_error(people, client_as, staff):
    response = client_as(staff).post(
        address(User, "add"),
        {"name": "Again", "email": people.member.email.upper(), "is_active": "on"},
    )

    assert "email" in errors_of(response)


# Queries


def test_lists_ask_the_same_with_one_and_with_three(people, client_as, django_assert_num_queries):
    client = client_as(people.business_manager)
    url = address(Post, "changelist")

    def add_posts(count):
        with recording(by=None):
            for number in range(count):
                Post.objects.create(
                    partnership=people.partnership,
                    title=f"{count} {number}",
                    agency=people.council,
                    holder=people.member,
                )

    client.get(url)
    for count in (1, 2):
        add_posts(count)
        with django_assert_num_queries(9):
            client.get(url)


def test_rows_ask_the_same_with_few_and_with_many(people, client_as):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_as(people.business_manager)
    url = address(people.audit_group, "change")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        return len(asked)

    client.get(url)
    few = queries()
    with recording(by=None):
        for number in range(5):
            people.audit_group.seats.create(
                title=f"Seat {number}", holder=people.member, agency=people.council
            )
    assert queries() == few


def test_djangos_own_log_stays_empty(people, client_as):
    """It would keep names of records from which text is redacted."""
    client = client_as(people.business_manager)
    assert press(client, people.police, name="Kim’s agency").status_code == 302
    people.police.refresh_from_db()
    assert people.police.name == "Kim’s agency"
    assert LogEntry.objects.count() == 0
    assert "Recent actions" not in client.get("/admin/").content.decode()
