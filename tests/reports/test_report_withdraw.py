"""Withdrawing a yearly report that was begun by mistake, while nobody has written in it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports.models import AnnualReport, Framework
from reports.services.framework import load_frameworks
from reports.services.report import start_report, withdraw_report, write_section


@pytest.fixture
def report(people, plan):
    load_frameworks()
    return start_report(
        plan,
        by=people.business_manager,
        framework=Framework.objects.get(),
        title="By mistake",
        starts_on=date(2026, 5, 1),
        ends_on=date(2026, 10, 31),
    )


@pytest.fixture
def here(report):
    return reverse("reports:report_withdraw", kwargs={"slug": "ashshire", "pk": report.pk})


def test_the_report_is_removed_and_history_says_why(people, report, here, client_as):
    client = client_as(people.business_manager)
    assert here in client.get(here.replace("withdraw/", "")).content.decode()
    data = {"version": report.version, "reason": "Wrong year."}
    response = client.post(here, data)
    assert response.url == reverse("reports:reports", kwargs={"slug": "ashshire"})
    assert not AnnualReport.objects.filter(pk=report.pk).exists()
    row = AnnualReport.history.filter(id=report.pk).latest()
    assert (row.history_type, row.change.reason) == ("-", "Wrong year.")


def test_a_report_is_not_withdrawn_without_a_reason(people, report, here, client_as):
    page = client_as(people.business_manager).post(here, {"version": report.version})
    assert "Enter a reason for withdrawing the report" in page.content.decode()
    assert AnnualReport.objects.filter(pk=report.pk).exists()


def test_a_report_with_words_stays(people, report, here, client_as):
    write_section(report.sections.first(), by=people.business_manager, text="We listened.")
    client = client_as(people.business_manager)
    assert "Someone has written in this report." in client.get(here).content.decode()
    assert here not in client.get(here.replace("withdraw/", "")).content.decode()
    with pytest.raises(ValidationError, match="Someone has written in this report"):
        withdraw_report(report, by=people.business_manager, reason="Why not?")
    assert AnnualReport.objects.filter(pk=report.pk).exists()
