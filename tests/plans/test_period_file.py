"""The board of a reporting period as a file."""

import io

import pytest
from django.urls import reverse
from docx import Document

from partnership.models import SecurityEvent
from plans.services.period import open_period
from tests.helpers.builders import TODAY, action_of, days_ago, make_update
from tests.helpers.exports import open_workbook, sheet_records
from tests.reports.changes.test_files import rows as csv_rows

pytestmark = pytest.mark.engine_free

LEADERS = {"Audit Group", "Professional Adviser", "Training Group"}


@pytest.fixture
def period(people, plan):
    days = {"leads_by": TODAY, "chairs_by": TODAY, "freezes_on": TODAY}
    facts = {"by": people.business_manager, "name": "Autumn 2026", "at": days_ago(5)}
    period = open_period(plan, **facts, **days)
    make_update(action_of(plan, "1.1"), by=people.chair, rating="red", at=days_ago(1))
    return period


@pytest.fixture
def take(period, client_as):
    def take(person, kind):
        return client_as(person).get(reverse("plans:period_file", args=["ashshire", period.pk, kind]))  # fmt: skip

    return take


def test_a_row_for_each_return_and_the_ratings_that_changed(people, take):
    book = open_workbook(take(people.member, "xlsx"))
    found = {row["Return of"]: row for row in sheet_records(book["Returns"])}
    assert set(found) == LEADERS
    audit, training = found["Audit Group"], found["Training Group"]
    assert (audit["State"], audit["Actions"]) == ("Ready to submit", 1)
    assert (audit["Updated"], audit["Missing"]) == (1, 0)
    assert (training["State"], training["Missing"]) == ("Not started", 1)
    assert book.sheetnames == ["Returns", "Ratings that changed", "About this file"]


def test_in_word_and_csv(people, take):
    file = Document(io.BytesIO(take(people.member, "docx").content))
    assert file.paragraphs[0].text == "Autumn 2026: returns"
    assert file.tables[0].cell(0, 0).text == "Return of"
    told = csv_rows(take(people.member, "csv"))
    assert {row["Return of"] for row in told} == LEADERS


def test_another_partnership_and_the_security_log(people, take):
    assert take(people.outsider, "xlsx").status_code == 404
    take(people.executive, "xlsx")
    event = SecurityEvent.objects.get(kind="exported")
    assert event.about == "board of a reporting period, Excel"
