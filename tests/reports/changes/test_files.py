"""Downloads of filtered changes: the sentences of the page, as CSV and as a tagged PDF."""

import csv
import io
import re

import pikepdf
import pytest
from django.urls import reverse
from pypdf import PdfReader

from partnership.models import SecurityEvent
from plans.services.action import revise_action
from plans.services.lead import set_leads
from reports.changes import csv_export
from tests.helpers.builders import action_of, days_ago, make_plan, make_update
from tests.helpers.jobs import fetch_file
from tests.reports.test_changes import sentences

KINDS = ("pdf", "docx", "xlsx", "csv")
LONG = (
    "Ask children and their families what each audit should look at, and tell them what came of it."
)


@pytest.fixture
def edits(people, plan):
    by = people.business_manager
    action = action_of(plan, "1.1")
    revise_action(action, by=by, wording=LONG, at=days_ago(9))
    new = LONG.replace("each audit", "every review")
    revise_action(action, by=by, wording=new, reason="=1+1", at=days_ago(8))
    make_update(action_of(plan, "1.1"), comment="@SUM(A1)", at=days_ago(7))
    set_leads(action_of(plan, "1.3"), [], by=by, at=days_ago(6))


@pytest.fixture
def take(client_as, people):
    """``take(person, kind, name, pk, **query)``: the file of a list of changes."""

    def take(person, kind, name="changes_file", pk=None, **query):
        args = ["ashshire", *([pk] if pk else []), kind]
        response = fetch_file(client_as(person), reverse(f"reports:{name}", args=args), query)
        assert response.status_code == 200
        return response

    return take


def rows(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_csv_says_what_the_page_says(people, edits, take, client_as):
    page = client_as(people.member).get(reverse("reports:changes", args=["ashshire"]))
    # The page ends after twenty changes.
    told = [row["What changed"] for row in rows(take(people.member, "csv"))]
    assert told[: len(sentences(page))] == sentences(page)
    assert len(told) >= 4


def test_csv_names_what_was_added_and_removed_and_computes_nothing(people, edits, take):
    lead, update, reworded, _ = rows(take(people.member, "csv"))[:4]
    assert lead["Quiet change"] == "it has no lead now"
    assert (
        update["Text"] == "Comment: @SUM(A1)\nReason for the rating: Seen by the group on the day."
    )
    assert reworded["Reason given"] == "'=1+1"
    assert "[removed: each audit] [added: every review]" in reworded["Text"]


def test_as_it_is_filtered(people, edits, take):
    assert [r["What changed"] for r in rows(take(people.member, "csv", quiet="any"))] == [
        "1.3 Action 1.3: no lead now (before: Training Group)"
    ]
    assert rows(take(people.member, "csv", words="not there")) == []


def test_a_draft_is_in_no_file_of_a_member(people, take):
    make_plan(people, agreed=False, title="A secret draft")
    assert "secret" in take(people.scrutineer, "csv").content.decode()
    assert "secret" not in take(people.member, "csv").content.decode()


def test_it_says_where_it_breaks_off(people, edits, take, monkeypatch):
    monkeypatch.setattr(csv_export, "MOST", 2)
    found = rows(take(people.member, "csv"))
    assert [row["Date"] for row in found[2:]] == [
        "This file has only the latest 2 changes. Filter the list to download the others."
    ]
    assert len(found) == 3


def test_one_plan_and_one_action_by_themselves(people, plan, edits, take):
    other = make_plan(people, title="Another plan", actions=1)
    told = rows(take(people.member, "csv"))
    of_plan = rows(take(people.member, "csv", "plan_changes_file", other.pk))
    assert of_plan == [row for row in told if row["Belongs to"] == "Another plan"]
    assert 0 < len(of_plan) < len(told)
    action = action_of(plan, "1.3")
    of_action = rows(take(people.member, "csv", "action_changes_file", action.pk))
    assert [row["What changed"] for row in of_action] == [
        "1.3 Action 1.3: no lead now (before: Training Group)",
        "Agreed the plan Business plan 2026–29 (Executive, 20 April 2026): snapshot saved",
    ]


@pytest.mark.parametrize("name", ["plan_changes", "action_changes"])
def test_the_page_links_to_its_own_files_as_filtered(people, plan, edits, client_as, name):
    pk = plan.pk if name == "plan_changes" else action_of(plan, "1.3").pk
    client, address = client_as(people.member), reverse(f"reports:{name}", args=["ashshire", pk])
    page = client.get(address, {"quiet": "any", "before": "x"}).content.decode()
    links = re.findall(r'href="([^"]+changes\.[a-z]+\?[^"]*)"', page)
    assert links == [f"{address}changes.{kind}?quiet=any" for kind in KINDS]
    for link in links:
        assert "Content-Disposition" in fetch_file(client, link)


def test_a_file_is_named_by_what_it_is_of(people, plan, edits, take):
    action = action_of(plan, "1.3")
    names = [
        take(people.member, "csv", name, pk)["Content-Disposition"].partition("; filename*")[0]
        for name, pk in (
            ("changes_file", None),
            ("plan_changes_file", plan.pk),
            ("action_changes_file", action.pk),
        )
    ]
    assert names == [
        'attachment; filename="ashshire-changes.csv"',
        'attachment; filename="ashshire-changes-to-business-plan-202629.csv"',
        'attachment; filename="ashshire-changes-to-13.csv"',
    ]


def test_the_print_says_what_it_is_of(people, plan, edits, take):
    action = action_of(plan, "1.3")
    content = take(people.member, "pdf", "action_changes_file", action.pk).content
    reader = PdfReader(io.BytesIO(content))
    assert (
        reader.metadata.title
        == "Changes to 1.3 Action 1.3, All changes – Ashshire Safeguarding Children Partnership"
    )
    (sheet,) = reader.pages  # no cover: a short paper begins with its changes
    words = " ".join(sheet.extract_text().split())
    assert "Changes to 1.3 Action 1.3" in words
    assert "When Who What changed, and why" in words


@pytest.mark.parametrize("kind", ["exe", "CSV", "csv/", ""])
def test_no_other_kind_of_file(people, plan, client_as, kind):
    address = reverse("reports:plan_changes", args=["ashshire", plan.pk])
    assert client_as(people.member).get(f"{address}changes.{kind}").status_code == 404


def test_pdf_is_tagged_and_says_the_same(people, edits, take):
    response = take(people.member, "pdf", quiet="any")
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    text = " ".join(text.split())
    for words in ("Quiet changes only", "no lead now", "Quiet change: it has no lead now"):
        assert words in text


def test_taking_out_is_logged(people, plan, edits, take):
    take(people.member, "csv")
    take(people.member, "pdf", "plan_changes_file", plan.pk, quiet="any")
    take(people.member, "csv", "action_changes_file", action_of(plan, "1.3").pk)
    events = SecurityEvent.objects.filter(kind="exported").order_by("pk")
    assert list(events.values_list("about", flat=True)) == [
        "changes, CSV",
        "changes of a plan, PDF",
        "changes of an action, CSV",
    ]
