"""Redacting a file: content and name are deleted everywhere, but never the fact that there was one."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership.models import Redaction, SecurityEvent
from partnership.redactions.find import MARK, Passage, find_places
from partnership.services.redaction import redact
from plans.models import EvidenceFile, FileContent, PendingFile
from plans.services.evidence import redact_file, save_pending_file
from plans.services.plan import close_plan
from plans.services.snapshot import take_snapshot
from reports.changes.feed import Reader, read_page
from tests.helpers.builders import NOW, action_of, days_ago, make_evidence, make_file

NAME = "Rowan Ash minutes.csv"


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def file(action):
    measure = action.measures.get()
    return make_evidence(action, measure=measure, file=make_file(NAME), at=days_ago(3)).file


@pytest.fixture
def address(file):
    return reverse("plans:evidence_file_redact", args=["ashshire", file.pk])


def test_the_business_manager_takes_it_out(people, action, file, address, client_as):
    client = client_as(people.business_manager)
    page = client.get(reverse("plans:action", args=["ashshire", action.pk])).text
    assert address in page
    page = client.get(address).text
    assert "This cannot be undone." in page
    assert NAME in page
    page = client.post(address, {"reason": "Named a child"}, follow=True).text
    assert "File redacted." in page
    assert "A file (CSV file, 37 bytes) was redacted on 22 November 2026." in page
    assert NAME not in page
    assert client.get(reverse("plans:evidence_file", args=["ashshire", file.pk])).status_code == 404
    assert "This file was redacted on 22 November 2026." in client.get(address).text


def test_what_stays_is_that_there_was_one(people, file):
    redact_file(file, by=people.business_manager, reason="Named a child", at=NOW)
    before, sha256 = file.at, make_file().sha256
    file = EvidenceFile.objects.get()
    assert (file.name, file.size, file.sha256) == (f"{MARK}.csv", 37, sha256)
    assert (file.at, file.by_name, file.redacted_at) == (before, "Business manager", NOW)
    assert file.redacted_by == people.business_manager
    assert file.read_content() is None
    assert FileContent.objects.count() == 0
    assert {row.name for row in file.history.all()} == {f"{MARK}.csv"}
    redaction = Redaction.objects.get()
    assert file.history.last().redaction == redaction
    assert redaction.places == ["File of 1.1: name and content"]
    assert (redaction.reason, redaction.by_name) == ("Named a child", "Business manager")
    assert SecurityEvent.objects.filter(kind="redacted").count() == 1


def test_what_others_hold_of_it_goes_too(people, action, file):
    save_pending_file(action, by=people.chair, file=make_file("Again.csv"), at=NOW)
    redact_file(file, by=people.business_manager, reason="Named a child", at=NOW)
    assert PendingFile.objects.count() == 0


def test_snapshots_forget_its_name(people, plan, action, file):
    other = make_evidence(action, file=make_file("other.csv"), measure=action.measures.get()).file
    snapshot = take_snapshot(plan, by=people.business_manager, why="by_hand", at=days_ago(1))
    assert NAME in str(snapshot.document)
    redact_file(file, by=people.business_manager, reason="Named a child", at=NOW)
    snapshot.refresh_from_db()
    assert NAME not in str(snapshot.document)
    assert f"{MARK}.csv" in str(snapshot.document)
    assert other.name in str(snapshot.document)
    assert snapshot.is_whole()
    digests = snapshot.history.order_by("history_date").values_list("digest", flat=True)
    assert list(digests) == [MARK, snapshot.digest]


def test_of_a_closed_plan_too(people, plan, file):
    close_plan(plan, by=people.business_manager, reason="Over", at=NOW)
    assert redact_file(file, by=people.business_manager, reason="Named a child", at=NOW).is_redacted


def test_once_only_and_with_a_reason_that_does_not_say_its_name(people, file):
    by = people.business_manager
    with pytest.raises(ValidationError, match="does not include the name"):
        redact_file(file, by=by, reason=f"It was {NAME.upper()}", at=NOW)
    redact_file(file, by=by, reason="Named a child", at=NOW)
    with pytest.raises(ValidationError, match="redacted on 22 November 2026"):
        redact_file(file, by=by, reason="Again", at=NOW)
    assert Redaction.objects.count() == 1


def test_the_page_asks_for_a_reason(people, file, address, client_as):
    client = client_as(people.business_manager)
    assert "Enter the reason" in client.post(address, {"reason": " "}).text
    assert "does not include the name" in client.post(address, {"reason": f"{NAME} names"}).text
    assert EvidenceFile.objects.get().read_content() is not None


def test_words_in_a_name_can_be_taken_out_and_leave_the_file(people, action, file):
    save_pending_file(action, by=people.chair, file=make_file(NAME), at=NOW)
    passage = Passage("Rowan Ash")
    places = find_places(people.partnership, passage)
    assert len(places) == 2
    keys = [place.key for place in places]
    redact(people.partnership, by=people.business_manager, passage=passage, keys=keys, reason="x")
    file = EvidenceFile.objects.get()
    assert file.name == PendingFile.objects.get().name == f"{MARK} minutes.csv"
    assert file.read_content() == make_file().content


# How it is described


def told(people):
    reader = Reader(people.partnership, None, True)
    (summary,) = read_page(reader, reader.changes(), size=1).summaries
    return [sentence.text for sentence in summary.sentences]


def test_the_feed_names_the_file_with_its_evidence(people, action):
    make_evidence(action, file=make_file("audit.csv"))
    assert told(people) == [
        "1.1 Action 1.1: evidence added with the file “audit.csv”: “18 of 20 children were heard.”"
    ]


def test_the_feed_says_that_it_was_taken_out_and_not_its_name(people, file):
    redact_file(file, by=people.business_manager, reason="Named a child", at=NOW)
    assert told(people) == [
        "Redacted words in 1 place",
        "Evidence “18 of 20 children were heard.”: file “[redacted].csv” redacted, with its name, on "
        "22 November 2026",
    ]
