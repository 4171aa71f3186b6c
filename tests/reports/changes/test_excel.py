"""Changes and comparisons as Excel files, opened with openpyxl."""

import pytest
from django.urls import reverse

from partnership.models import SecurityEvent
from plans.services.action import remove_action, revise_action
from reports.changes import csv_export
from tests.helpers.builders import NOW, action_of, days_ago, make_plan, make_update
from tests.helpers.exports import about_file, open_workbook, sheet_records
from tests.helpers.jobs import fetch_file
from tests.reports.changes.test_files import rows as csv_rows

pytestmark = pytest.mark.engine_free

COMPARE = "?before=day&before_on_day=21&before_on_month=11&before_on_year=2026&after=now"


class TestChanges:
    @pytest.fixture
    def edits(self, people, plan):
        make_update(action_of(plan, "1.1"), comment="=1+1", at=days_ago(7))
        by = people.business_manager
        revise_action(action_of(plan, "1.1"), by=by, title="New", reason="As agreed.", at=NOW)

    def test_the_rows_are_those_of_the_csv_file_with_dates(self, people, edits, client_as):
        address = "/ashshire/changes/changes."
        client = client_as(people.member)
        found = sheet_records(open_workbook(fetch_file(client, f"{address}xlsx"))["Changes"])
        told = csv_rows(fetch_file(client, f"{address}csv"))
        assert [row["What changed"] for row in found] == [row["What changed"] for row in told]
        assert [str(row["Date"].date()) for row in found] == [row["Date"] for row in told]
        assert found[0]["Reason given"] == "As agreed."
        assert SecurityEvent.objects.filter(about="changes, Excel").count() == 1

    def test_it_says_the_filter_and_where_it_breaks_off(
        self, people, edits, client_as, monkeypatch
    ):
        monkeypatch.setattr(csv_export, "MOST", 2)
        address = "/ashshire/changes/changes.xlsx?record=1.1"
        book = open_workbook(fetch_file(client_as(people.member), address))
        assert "Number: 1.1" in about_file(book)
        monkeypatch.setattr(csv_export, "MOST", 1)
        book = open_workbook(fetch_file(client_as(people.scrutineer), address))
        assert csv_export.cut_words() in about_file(book)

    def test_a_draft_is_in_no_file_of_a_member(self, people, client_as):
        make_plan(people, agreed=False, title="A secret draft")
        address = "/ashshire/changes/changes.xlsx"
        scrutineer, member = (
            str(sheet_records(open_workbook(fetch_file(client_as(person), address))["Changes"]))
            for person in (people.scrutineer, people.member)
        )
        assert "secret" in scrutineer
        assert "secret" not in member


class TestComparison:
    @pytest.fixture
    def take(self, people, plan, client_as):
        def take(kind, person=None):
            address = reverse("reports:plan_compare", args=["ashshire", plan.pk])
            return fetch_file(client_as(person or people.member), f"{address}{COMPARE}&as={kind}")

        return take

    def test_one_row_for_each_difference(self, people, plan, take):
        by = people.business_manager
        remove_action(action_of(plan, "1.2"), by=by, reason="Done.", at=NOW)
        revise_action(action_of(plan, "1.1"), by=by, wording="Do what all say.", at=NOW)
        make_update(action_of(plan, "1.3"), by=by, at=NOW)
        book = open_workbook(take("xlsx"))
        found = [tuple(row.values()) for row in sheet_records(book["Differences"])]
        assert found == [
            ("Removed", "1.2", "Action 1.2", "Action", "Do what action 1.2 says.", None),
            ("Changed", "1.1", "Action 1.1", "Wording", "Do what action 1.1 says.", "Do what all say."),
            ("Changed", "1.3", "Action 1.3", "Rating", "Not yet rated", "Green"),
        ]  # fmt: skip
        first = "Changes from 21 November 2026, version "
        assert any(words.startswith(first) for words in about_file(book))
        assert [row["What"] for row in csv_rows(take("csv"))] == ["Action", "Wording", "Rating"]

    def test_another_partnership(self, people, take):
        assert take("xlsx", people.outsider).status_code == 404
