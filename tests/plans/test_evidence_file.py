"""A file of evidence: not read by lists, and only ever downloaded."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.models import SecurityEvent
from plans.models import Evidence, EvidenceFile, FileContent, PendingFile
from plans.services.action import remove_action
from plans.services.evidence import save_pending_file
from tests.helpers.builders import NOW, action_of, days_ago, make_evidence, make_file, make_plan
from tests.helpers.files import PDF, REAL


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def file(action):
    return make_evidence(action, measure=action.measures.get(), file=make_file()).file


def address_of(file, slug="ashshire"):
    return reverse("plans:evidence_file", args=[slug, file.pk])


def test_it_is_given_whole_and_only_to_be_kept(people, file, client_as):
    response = client_as(people.member).get(address_of(file))
    assert response.status_code == 200
    assert response.content == make_file().content
    assert {name: response[name] for name in WANTED} == WANTED


WANTED = {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Length": str(len(make_file().content)),
    "Content-Disposition": 'attachment; filename="audit.csv"',
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def test_its_head_is_the_same_without_it(people, file, client_as):
    response = client_as(people.member).head(address_of(file))
    assert (response.status_code, response.content) == (200, b"")
    assert {name: response[name] for name in WANTED} == WANTED
    assert SecurityEvent.objects.filter(kind="exported").count() == 0


@pytest.mark.parametrize("extension", REAL)
def test_every_kind_says_what_it_is(people, action, client_as, extension):
    file = make_file(f"x.{extension}", REAL[extension])
    kept = make_evidence(action, file=file).file
    response = client_as(people.member).get(address_of(kept))
    assert response["Content-Type"].split(";")[0] == file.media_type
    assert response.content == REAL[extension]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Zoë’s audit.csv", "attachment; filename*=utf-8''Zo%C3%AB%E2%80%99s%20audit.csv"),
        ("a\r\nSet-Cookie: a=b.csv", 'attachment; filename="aSet-Cookie- a=b.csv"'),
        ('a"; filename="b.exe.csv', 'attachment; filename="a-- filename=-b.exe.csv"'),
        ("a\u202evsc.csv", 'attachment; filename="avsc.csv"'),
    ],
)
def test_its_name_is_safe_in_the_header(people, action, client_as, name, header):
    kept = make_evidence(action, file=make_file(name)).file
    assert client_as(people.member).get(address_of(kept))["Content-Disposition"] == header


def test_a_download_is_in_the_security_log(people, file, client_as):
    client_as(people.scrutineer).get(address_of(file))
    event = SecurityEvent.objects.get(kind="exported")
    assert (event.by, event.partnership, event.about) == (
        people.scrutineer,
        people.partnership,
        "file of evidence",
    )


def test_a_draft_plans_file_is_as_secret_as_the_plan(people, client_as):
    draft = make_plan(people, agreed=False)
    file = make_evidence(action_of(draft, "1.1"), file=make_file()).file
    for person, status in (
        ("scrutineer", 200),
        ("executive", 200),
        ("member", 404),
        ("chair", 404),
    ):
        assert client_as(getattr(people, person)).get(address_of(file)).status_code == status


def test_of_another_partnership_it_is_nowhere(people, file, client_as):
    for slug in ("ashshire", "birchshire"):
        assert client_as(people.outsider).get(address_of(file, slug)).status_code == 404


# Pages that never read the content


def test_no_page_but_its_own_reads_the_content(people, plan, action, file, client_as):
    """Nor its history, nor the admin."""
    client = client_as(people.business_manager)
    kinds = admin.site._registry
    assert EvidenceFile in kinds
    assert {FileContent, PendingFile}.isdisjoint(kinds)
    pages = [
        reverse("plans:action", args=["ashshire", action.pk]),
        reverse("plans:action_progress", args=["ashshire", action.pk]),
        reverse("plans:plan", args=["ashshire", plan.pk]),
        reverse("reports:plan_changes", args=["ashshire", plan.pk]),
        reverse("reports:home", args=["ashshire"]),
        reverse("plans:evidence_file_redact", args=["ashshire", file.pk]),
        reverse("admin:plans_evidencefile_changelist"),
        reverse("admin:plans_evidencefile_change", args=[file.pk]),
        reverse("admin:plans_evidencefile_history", args=[file.pk]),
        reverse("admin:plans_evidence_change", args=[file.evidence_id]),
    ]
    save_pending_file(action, by=people.business_manager, file=make_file("held.csv"), at=NOW)
    with CaptureQueriesContext(
        connection,
    ) as read:
        for page in pages:
            assert client.get(page).status_code == 200
    text = " ".join(str(query["sql"]) for query in read.captured_queries)
    assert "plans_evidencefile" in text
    assert "plans_pendingfile" in text
    assert "plans_filecontent" not in text
    assert '"plans_pendingfile"."content"' not in text


def test_no_history_holds_the_content(file):
    assert not hasattr(FileContent, "history")
    names = {field.name for field in EvidenceFile.history.model._meta.concrete_fields}
    assert "sha256" in names
    assert "content" not in names


def test_as_of_a_day_it_is_there_without_its_content(action, file):
    then = EvidenceFile.history.as_of(NOW + timedelta(seconds=1)).get()
    assert (then.name, then.sha256) == (file.name, file.sha256)
    assert not EvidenceFile.history.as_of(days_ago(1)).exists()


# It is deleted with its evidence


def test_it_goes_with_its_evidence(people, file):
    with_history = file.history.count()
    from_db = Evidence.objects.get(pk=file.evidence_id)
    assert with_history == 1
    remove_action(from_db.action, by=people.business_manager, reason="Never agreed")
    assert (EvidenceFile.objects.count(), FileContent.objects.count()) == (0, 0)
    assert [row.history_type for row in EvidenceFile.history.all()] == ["-", "+"]


def test_what_is_held_goes_with_its_action(people, action):
    save_pending_file(action, by=people.chair, file=make_file("x.pdf", PDF), at=NOW)
    remove_action(action, by=people.business_manager, reason="Never agreed")
    assert PendingFile.objects.count() == 0


def test_the_admin_deletes_it_with_its_evidence(people, file, client_as):
    client = client_as(people.business_manager)
    address = reverse("admin:plans_evidence_delete", args=[file.evidence_id])
    page = client.get(address)
    assert page.status_code == 200
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert (EvidenceFile.objects.count(), FileContent.objects.count()) == (0, 0)


def test_the_admin_shows_what_is_known_of_it(people, file, client_as):
    client = client_as(people.business_manager)
    page = client.get(reverse("admin:plans_evidencefile_change", args=[file.pk])).text
    assert file.sha256 in page
    assert "audit.csv" in page
    assert 'type="file"' not in page
