"""Earlier versions: a plan and an action as at a day, comparisons, and snapshots."""

import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from partnership.models import SecurityEvent
from plans.models import Snapshot
from plans.models.snapshot import document_digest
from plans.services.action import remove_action, revise_action
from tests.helpers.builders import AGREED, DRAFTED, NOW, action_of, make_action, make_update
from tests.helpers.jobs import fetch_file

TODAY, YESTERDAY = "2026-11-22", "2026-11-21"


def page(name, plan, **told):
    return reverse(f"reports:{name}", kwargs={"slug": "ashshire", "pk": plan.pk} | told)


def read(client, name, plan, query="", **told):
    response = client.get(page(name, plan, **told) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def taken_out(people, plan):
    """Action 1.1 was reworded and then removed today."""
    action, by = action_of(plan, "1.1"), people.business_manager
    make_update(action, at=NOW - timedelta(days=2))
    action = revise_action(action_of(plan, "1.1"), by=by, wording="Otherwise.", at=NOW)
    remove_action(action, by=by, reason="Merged.", at=NOW + timedelta(minutes=1))
    return action


class TestAsAt:
    def test_what_was_taken_out_stands_at_the_end_of_the_day_before(
        self, people, plan, taken_out, client_as
    ):
        client = client_as(people.scrutineer)
        then = read(client, "plan_as_at", plan, moment=YESTERDAY)
        assert "as at 21 November 2026" in then
        assert "Action 1.1" in then
        assert "Action 1.1" not in read(client, "plan_as_at", plan, moment="now")

    def test_its_page_says_how_it_stood_and_where_its_changes_are(
        self, people, plan, taken_out, client_as
    ):
        then = read(
            client_as(people.member), "action_as_at", plan, moment=YESTERDAY, action=taken_out.pk
        )
        assert "Do what action 1.1 says." in then
        assert "Twenty cases were read." in then
        assert "since been removed from the plan" in then

    @pytest.mark.parametrize(
        "moment",
        [
            "2026-11-23",
            "2026-13-01",
            "2026-2-1",
            "yesterday",
            "snapshot-0",
            "snapshot-",
            "2025-01-01",
        ],
    )
    def test_there_is_no_such_moment(self, people, plan, client_as, moment):
        client = client_as(people.scrutineer)
        assert client.get(page("plan_as_at", plan, moment=moment)).status_code == 404

    def test_the_draft_of_then_is_for_who_reads_drafts(self, people, plan, client_as):
        then = f"{DRAFTED:%Y-%m-%d}"
        assert (
            client_as(people.member).get(page("plan_as_at", plan, moment=then)).status_code == 404
        )
        assert "Draft" in read(client_as(people.scrutineer), "plan_as_at", plan, moment=then)

    def test_a_snapshot_of_another_plan_is_nowhere(self, people, plan, client_as):
        other = people.elsewhere.plan.snapshot_set.get()
        client = client_as(people.scrutineer)
        address = page("plan_as_at", plan, moment=f"snapshot-{other.pk}")
        assert client.get(address).status_code == 404

    def test_as_published_too(self, people, plan, client_as):
        shown = read(client_as(people.member), "plan_as_at", plan, "?view=published", moment=TODAY)
        assert "As published" in shown

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_the_same_for_one_and_for_three(
        self, people, plan, client_as, django_assert_num_queries, number
    ):
        for n in range(number):
            make_action(plan, f"9.{n}", at=AGREED)
        client = client_as(people.scrutineer)
        with django_assert_num_queries(32):
            read(client, "plan_as_at", plan, moment=TODAY)


class TestPrints:
    def test_version_and_digest_are_on_every_page(self, people, plan, client_as):
        make_update(action_of(plan, "1.1"), at=NOW)
        client = client_as(people.scrutineer)
        response = fetch_file(client, page("plan_as_at_file", plan, moment=TODAY, kind="pdf"))
        told = json.loads(client.get(page("plan_as_at_json", plan, moment=TODAY)).content)
        first, *rest = [one.extract_text() for one in PdfReader(io.BytesIO(response.content)).pages]
        mark = f"version {told['version']}, {told['digest'][:12]}"
        assert len(rest) > 1
        for text in (first, *rest):
            assert "As at 22 November 2026" in " ".join(text.split())
            assert mark in " ".join(text.split())

    def test_the_data_stands_by_itself(self, people, plan, client_as):
        told = json.loads(
            client_as(people.member).get(page("plan_as_at_json", plan, moment=TODAY)).content
        )
        assert document_digest(told["plan"]) == told["digest"]
        assert told["plan"]["title"] == "Business plan 2026–29"
        assert SecurityEvent.objects.latest("pk").kind == SecurityEvent.Kind.EXPORTED

    def test_of_a_snapshot_is_what_was_kept(self, people, plan, client_as):
        kept = plan.snapshot_set.get()
        make_update(action_of(plan, "1.1"), at=NOW)
        client = client_as(people.member)
        told = json.loads(
            client.get(page("plan_as_at_json", plan, moment=f"snapshot-{kept.pk}")).content
        )
        assert (told["plan"], told["digest"]) == (
            kept.document["plan"],
            document_digest(kept.document["plan"]),
        )


class TestChoosing:
    def test_a_day_leads_to_an_address_that_stays(self, people, plan, client_as):
        query = "?day_day=21&day_month=11&day_year=2026"
        response = client_as(people.member).get(page("plan_history", plan) + query)
        assert response.url == page("plan_as_at", plan, moment=YESTERDAY)

    def test_a_future_day_is_refused(self, people, plan, client_as):
        shown = read(
            client_as(people.member), "plan_history", plan, "?day_day=1&day_month=1&day_year=2027"
        )
        assert "Day must be today or in the past" in shown

    def test_shows_what_is_kept(self, people, plan, client_as):
        assert "As at the agreement, 20 April 2026" in read(
            client_as(people.member), "plan_history", plan
        )


class TestCompare:
    def query(self, **values):
        asked = {"before": "day", "after": "now"} | values
        asked |= {"before_on_day": 21, "before_on_month": 11, "before_on_year": 2026}
        return "?" + "&".join(f"{name}={value}" for name, value in asked.items())

    def test_counts_first_and_then_what_went(self, people, plan, taken_out, client_as):
        shown = read(client_as(people.scrutineer), "plan_compare", plan, self.query())
        assert "From 21 November 2026 to now, 22 November 2026." in shown
        assert "<strong>1</strong> removed" in shown
        assert page("action_as_at", plan, moment=YESTERDAY, action=taken_out.pk) in shown

    def test_word_by_word(self, people, plan, client_as):
        revise_action(
            action_of(plan, "1.1"), by=people.business_manager, wording="Do what all say.", at=NOW
        )
        shown = read(client_as(people.member), "plan_compare", plan, self.query())
        assert "<del>action 1.1 says.</del><ins>all say.</ins>" in shown

    def test_nothing_is_different(self, people, plan, client_as):
        shown = read(client_as(people.member), "plan_compare", plan, self.query())
        assert "No differences" in shown

    def test_a_day_is_asked_for_where_it_is_chosen(self, people, plan, client_as):
        shown = read(client_as(people.member), "plan_compare", plan, "?before=day&after=now")
        assert "Enter the day, or choose a version from the list" in shown

    def test_the_print_has_both_marks(self, people, plan, taken_out, client_as):
        address = page("plan_compare", plan) + self.query(**{"as": "pdf"})
        response = fetch_file(client_as(people.scrutineer), address)
        text = " ".join(
            " ".join(one.extract_text().split())
            for one in PdfReader(io.BytesIO(response.content)).pages
        )
        assert "Removed" in text
        assert text.count("version") >= 3


class TestKeeping:
    def test_by_the_business_manager_with_a_reason(self, people, plan, client_as):
        client = client_as(people.business_manager)
        shown = client.post(page("snapshot_new", plan), {"reason": ""}).content.decode()
        assert "Enter a reason for saving a snapshot" in shown
        response = client.post(page("snapshot_new", plan), {"reason": "For the inspector."})
        assert response.url == page("plan_history", plan)
        kept = Snapshot.objects.filter(plan=plan).latest("taken_at")
        assert (kept.why, kept.by_name) == (Snapshot.Why.BY_HAND, "Business manager")
        assert kept.history.get().change.reason == "For the inspector."
