"""Starting a yearly report."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports.models import AnnualReport, Framework
from reports.policies.report import reason_not_to_report_on
from reports.services.framework import load_frameworks
from reports.services.report import start_report
from tests.helpers import builders


def address(people):
    return reverse("reports:report_new", kwargs={"slug": people.partnership.slug})


def data(chosen, **values):
    return {
        "plan": chosen.pk,
        "title": "Yearly report 2026",
        "starts_on_day": 1,
        "starts_on_month": 5,
        "starts_on_year": 2026,
        "ends_on_day": 31,
        "ends_on_month": 10,
        "ends_on_year": 2026,
        "framework": Framework.objects.get().pk,
        **values,
    }


@pytest.fixture(autouse=True)
def frameworks(db):
    load_frameworks()


def test_a_report_has_every_section_its_framework_asks_for(people, plan, client_as):
    response = client_as(people.business_manager).post(address(people), data(plan))
    report = AnnualReport.objects.get()
    assert response.url == reverse("reports:report", kwargs={"slug": "ashshire", "pk": report.pk})
    assert (report.plan, report.starts_on, report.ends_on) == (
        plan,
        date(2026, 5, 1),
        date(2026, 10, 31),
    )
    writers = list(report.sections.values_list("asked__writer", flat=True))
    assert writers == ["business_manager"] * 5 + ["scrutineer"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"ends_on_year": "2025"}, "The period cannot end before it starts."),
        ({"starts_on_month": "13"}, "First day must be a real date."),
        (
            {"starts_on_year": "2020", "ends_on_year": "2021"},
            "The plan did not run in this period. Choose a different plan or different dates.",
        ),
        ({"title": ""}, "Enter the title"),
        ({"title": "x" * 1_000_000}, "Title must be 200 characters or less"),
        ({"plan": ""}, "Select a plan"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(people, plan, client_as, typed, sentence):
    response = client_as(people.business_manager).post(address(people), data(plan, **typed))
    assert response.status_code == 200
    assert sentence in response.text
    assert AnnualReport.objects.count() == 0


def test_drafts_and_the_plans_of_others_are_not_offered(people, client_as):
    draft = builders.make_plan(people, agreed=False, title="Draft plan")
    client = client_as(people.business_manager)
    assert "There is no plan to report on" in client.get(address(people)).text
    for plan in (draft, people.elsewhere.plan):
        assert "choose one of the options" in client.post(address(people), data(plan)).text
    assert AnnualReport.objects.count() == 0


def test_the_service_refuses_a_draft_with_the_reason_of_the_policy(people):
    draft = builders.make_plan(people, agreed=False, title="Draft plan")
    facts = {"title": "R", "starts_on": draft.starts_on, "ends_on": draft.ends_on}
    with pytest.raises(ValidationError) as refusal:
        start_report(draft, by=people.business_manager, framework=Framework.objects.get(), **facts)
    assert refusal.value.message_dict == {"plan": [reason_not_to_report_on(draft)]}
    assert AnnualReport.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "status"),
    [("executive", 403), ("scrutineer", 403), ("member", 403), ("chair", 403), ("outsider", 404)],
)
def test_nobody_else_starts_one(people, plan, client_as, role, status):
    response = client_as(getattr(people, role)).post(address(people), data(plan))
    assert response.status_code == status
    assert AnnualReport.objects.count() == 0


def test_frameworks_are_loaded_once_however_often(db):
    before = list(Framework.objects.get().sections.values_list("pk", "title"))
    load_frameworks()
    assert list(Framework.objects.get().sections.values_list("pk", "title")) == before
    assert len(before) == 6
