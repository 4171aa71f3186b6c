"""A plan downloaded as a file of each format: who may have it, as filtered, and as at a moment."""

import io
import json
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from docx import Document
from icalendar import Calendar
from pypdf import PdfReader

from partnership.models import Job, SecurityEvent
from partnership.worker import run_all
from plans.document.group_part import led_by_group
from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from reports.plan_files import WRITERS
from tests.helpers.builders import DRAFTED, NOW, TODAY, action_of, days_ago, make_plan, make_update
from tests.helpers.challenges import make_challenge
from tests.helpers.exports import export_of, fill_plan
from tests.helpers.jobs import fetch_file

pytestmark = pytest.mark.engine_free

YESTERDAY = TODAY - timedelta(days=1)
NAMES = {"csv": "CSV", "docx": "Word", "ics": "calendar", "json": "JSON", "pdf": "PDF", "xlsx": "Excel"}  # fmt: skip


@pytest.fixture
def full(people, plan):
    return fill_plan(people, plan)


@pytest.fixture
def take(client_as, full):
    """``take(person, kind, query)``: the answer to whoever asks for the plan; ``moment``: as at then."""

    def take(person, kind, query="", *, plan=full, moment=""):
        name, told = ("plan_as_at_file", [moment]) if moment else ("plan_file", [])
        address = reverse(f"reports:{name}", args=["ashshire", plan.pk, *told, kind])
        return fetch_file(client_as(person), address + query)

    return take


def text_of(kind, content):
    """The text of a file, read by another library than the one that wrote it."""
    if kind == "docx":
        file = Document(io.BytesIO(content))
        cells = (c.text for table in file.tables for row in table.rows for c in row.cells)
        return "\n".join([*(p.text for p in file.paragraphs), *cells])
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(str(c.value) for s in book for row in s.iter_rows() for c in row)
    if kind == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8-sig")


@pytest.mark.parametrize("kind", WRITERS)
class TestEachFormat:
    def test_it_is_made_named_and_logged(self, people, take, kind):
        response = take(people.member, kind)
        assert response.status_code == 200
        assert f'.{kind}"' in response["Content-Disposition"]
        assert "ashshire-business-plan" in response["Content-Disposition"]
        assert SecurityEvent.objects.get(kind="exported").about == f"plan, {NAMES[kind]}"
        assert "Action 1.1" in " ".join(text_of(kind, response.content).split())

    def test_as_filtered(self, people, take, kind):
        text = " ".join(text_of(kind, take(people.member, kind, "?rating=red").content).split())
        assert "1.1" in text
        if kind not in ("csv", "ics"):  # these say nothing of themselves
            assert "Rating: Red" in text
        assert "action 1.3" not in text.lower()

    def test_a_file_of_another_partnership_does_not_exist(self, people, take, kind):
        assert take(people.outsider, kind).status_code == 404
        assert take(people.outsider, kind, moment="now").status_code == 404
        assert Job.objects.count() == 0

    def test_a_draft_does_not_exist_for_a_member(self, people, take, kind):
        draft = make_plan(people, agreed=False, title="A secret draft")
        assert take(people.member, kind, plan=draft).status_code == 404
        assert take(people.scrutineer, kind, plan=draft).status_code == 200

    def test_as_at_a_day_it_is_what_was_known_then(self, people, full, take, kind):
        by = people.business_manager
        revise_action(action_of(full, "1.1"), by=by, title="Otherwise", at=NOW)
        remove_action(action_of(full, "1.3"), by=by, reason="Merged.", at=NOW)
        then = take(people.member, kind, moment=f"{YESTERDAY}")
        assert then.status_code == 200
        before, now = (
            " ".join(text_of(kind, answer.content).split())
            for answer in (then, take(people.member, kind))
        )
        assert "Action 1.1" in before
        assert "Otherwise" not in before
        assert "Otherwise" in now
        if kind != "ics":  # 1.3 is ongoing
            assert ("1.3" in before, "1.3" in now) == (True, False)


def test_what_was_said_later_is_not_in_an_earlier_version(people, full, take):
    make_update(action_of(full, "1.3"), comment="Said today.", at=NOW)
    then = json.loads(take(people.member, "json", moment=f"{YESTERDAY}").content)
    assert [row["comment"] for row in then["updates"]] == ["Twelve of twenty.", "All trained."]
    assert then["challenges"] == []
    now = json.loads(take(people.member, "json").content)
    assert "Said today." in [row["comment"] for row in now["updates"]]
    assert now["challenges"] != []


def test_an_earlier_version_has_its_mark(people, take):
    data = json.loads(take(people.member, "json", moment=f"{YESTERDAY}").content)
    assert data["mark"].startswith("version ")


def test_the_draft_stage_of_a_plan_is_for_those_who_read_drafts(people, take):
    day = f"{DRAFTED.date()}"
    assert take(people.member, "json", moment=day).status_code == 404
    assert take(people.executive, "json", moment=day).status_code == 200


def test_a_challenge_about_another_plan_is_not_in_it(people, full, take):
    other = make_plan(people, agreed=False, title="A secret draft")
    asked = {"by": people.scrutineer, "to": people.audit_group, "question": "Secret?"}
    make_challenge(action_of(other, "1.1"), **asked)
    for person in (people.member, people.scrutineer):
        assert "Secret?" not in take(person, "json").content.decode()


def test_a_person_who_has_left_fetches_nothing(people, full, client_as):
    client = client_as(people.member)
    asked = client.get(reverse("reports:plan_file", args=["ashshire", full.pk, "xlsx"]))
    run_all()
    membership = people.member.memberships.get()
    type(membership).objects.filter(pk=membership.pk).update(until=YESTERDAY)
    assert client.get(f"{asked.url}file/").status_code == 404


@pytest.mark.parametrize(
    ("query", "first"),
    [("", "Id"), ("?table=updates", "Id"), ("?table=ratings", "Key"), ("?table=leads", "Leads a")],
)
def test_the_table_of_a_csv_file_is_chosen(people, take, query, first):
    assert text_of("csv", take(people.member, "csv", query).content).startswith(f"{first},")


def test_a_table_that_there_is_not(people, take):
    assert take(people.member, "csv", "?table=../users").status_code == 404


def test_the_same_filter_in_another_order_is_the_same_file(people, full, client_as):
    client = client_as(people.member)
    address = reverse("reports:plan_file", args=["ashshire", full.pk, "json"])
    places = {client.get(address + q).url for q in ("?rating=red&q=a", "?q=a&rating=red&odd=1&gap=")}  # fmt: skip
    assert len(places) == 1
    assert client.get(address).url not in places


def test_a_filter_that_is_nonsense_makes_the_whole_plan(people, take):
    data = json.loads(take(people.member, "json", "?timescale=never&priority=x%00").content)
    assert (len(data["actions"]), data["filter"]) == (3, [])


def test_the_calendar_has_what_is_due_and_open(people, full, take):
    found = Calendar.from_ical(take(people.member, "ics").content).walk("VEVENT")
    events = {(str(event["summary"]), event["dtstart"].dt.isoformat()) for event in found}
    assert events == {
        ("ASCP: 1.1 Action 1.1", "2027-03-31"),
        ("ASCP: 1.1: Staff are trained", "2026-06-30"),
        ("ASCP: 1.2 Action 1.2", "2026-10-31"),
    }
    make_update(action_of(full, "1.2"), rating="complete", comment="Done.", at=days_ago(0.01))
    later = Calendar.from_ical(take(people.member, "ics").content).walk("VEVENT")
    assert not [event for event in later if "1.2" in event["summary"]]


def test_the_work_plan_of_a_group_as_at_a_day(people, full, take):
    """As the group led then: its lead has been another since."""
    set_leads(action_of(full, "1.1"), [], by=people.business_manager, at=NOW)
    query = f"?group={people.audit_group.pk}"
    data = json.loads(take(people.member, "json", query, moment=f"{YESTERDAY}").content)
    assert [action["reference"] for action in data["actions"]] == ["1.1"]
    assert {row["reference"] for row in data["updates"]} == {"1.1"}
    assert data["filter"] == ["Lead group: Audit Group"]
    now = json.loads(take(people.member, "json", query).content)
    assert now["actions"] == []
    assert take(people.member, "json", "?group=x", moment=f"{YESTERDAY}").status_code == 404


def test_what_a_group_leads_is_the_same_by_document_and_by_filter(people, full, take):
    """Its twin: the filter of live actions. 1.3 takes its leads from its priority."""
    told = {"by": people.business_manager, "at": NOW}
    set_leads(action_of(full, "1.3"), [], **told)
    contributes = {"group": people.training_group, "role": "contributes"}
    set_leads(full.priority_set.get(), [{"group": people.audit_group}, contributes], **told)
    for group, led in ((people.audit_group, ["1.1", "1.3"]), (people.training_group, [])):
        filtered = export_of(full, f"group={group.pk}").document
        document = led_by_group(export_of(full).document, group.pk)
        for one in (filtered, document):
            assert [action.reference for action in one.shown] == led
