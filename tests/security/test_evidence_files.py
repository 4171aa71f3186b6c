"""Malicious files uploaded as evidence: refused with a sentence, and never returned as a page."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnership.history import Change
from plans.models import Evidence, EvidenceFile, FileContent, PendingFile
from tests.helpers.builders import action_of, make_evidence, make_file
from tests.helpers.files import PDF, REAL, archive, office

pytestmark = pytest.mark.engine_free

SENT = {
    "submission": str(uuid.UUID(int=1)),
    "rating": "green",
    "comment": "Audited.",
    "evidence_text": "41 of 60 were told.",
    "evidence_question": "how_well",
    "evidence_source": "audit",
}
PAGES = ("plans:action_evidence_new", "plans:action_progress")


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture(params=PAGES)
def form_page(request, action):
    return reverse(request.param, args=["ashshire", action.pk])


@pytest.fixture
def client(people, client_as):
    return client_as(people.chair)


def sent_file(name, content, kind="application/octet-stream"):
    return SENT | {"evidence_file": SimpleUploadedFile(name, content, kind)}


def counts():
    return [model.objects.count() for model in (Change, Evidence, EvidenceFile, FileContent)]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "a page": ("x.pdf", b"<html><script>alert(1)</script></html>"),
    "a page as text": ("x.txt", b"<!doctype html><script>alert(1)</script>"),
    "a picture with script": ("x.png", SVG),
    "a picture that is script": ("x.jpg", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//"),
    "a PDF that is a page too": ("x.pdf", b"<script>alert(1)</script>" + PDF),
    "a PDF that ends as a page": ("x.pdf", PDF + b"<script>alert(1)</script>"),
    "a PDF that is an archive too": ("x.pdf", PDF + archive([("a", "b")])),
    "a zip bomb": ("x.xlsx", office("xlsx", ("xl/a.xml", "<x>" + " " * 110_000_000 + "</x>"))),
    "an archive in an archive": ("x.docx", office("docx", ("word/a", archive([("a", "b")])))),
    "entities": ("x.docx", office("docx", ("word/a.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"))),
    "a part that leads out": ("x.docx", office("docx", ("../../../etc/cron.d/x", "x"))),
    "macros": ("x.docx", office("docx", ("word/vbaProject.bin", "x"))),
    "a program": ("x.pdf", b"MZ\x90\0" + b"\0" * 200),
    "a program by its name": ("report.pdf.exe", PDF),
    "a program that reads backwards": ("report\u202efdp.exe", PDF),
    "a formula": ("x.csv", b"a,=cmd|' /C calc'!A0\n"),
    "nothing": ("x.pdf", b""),
    "too much": ("x.txt", b"x" * 10_000_001),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["application/pdf", "text/html", "image/svg+xml; charset=utf-7"])
@pytest.mark.parametrize("what", HOSTILE)
def test_what_means_harm_is_refused_and_leaves_nothing(form_page, client, what, kind):
    """Whatever type the browser declares; the input is kept, and nothing of the file is returned."""
    before = counts()
    answer = client.post(form_page, sent_file(*HOSTILE[what], kind))
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert 'id="id_evidence_file-error"' in answer.text
    assert "41 of 60 were told.</textarea>" in answer.text
    assert "alert(1)" not in answer.text
    assert (counts(), PendingFile.objects.count()) == (before, 0)


def test_a_good_one_would_be_taken(form_page, client):
    """Otherwise the tests above could pass for another reason."""
    assert client.post(form_page, sent_file("x.pdf", PDF)).status_code == 302
    assert EvidenceFile.objects.get().read_content() == PDF


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\x.txt", "x.txt"),
        ("Set-Cookie: a=b; <script>.txt", "Set-Cookie- a=b- -script-.txt"),
        ('"><script>alert(1)</script>.txt', "script-.txt"),
        ("nul.txt", "file-nul.txt"),
        ("x" * 200 + ".txt", "x" * 116 + ".txt"),
    ],
)
def test_a_name_leads_nowhere_and_is_words(
    action, client, name, kept, tmp_path, monkeypatch, settings
):
    """No file is written, no header is added, and no page contains the name unescaped."""
    monkeypatch.chdir(tmp_path)
    settings.MEDIA_ROOT = tmp_path
    page = reverse("plans:action_evidence_new", args=["ashshire", action.pk])
    upload = SimpleUploadedFile("x.txt", REAL["txt"])
    upload._name = name  # Django cleans names itself, too
    answer = client.post(page, SENT | {"evidence_file": upload}, follow=True)
    file = EvidenceFile.objects.get()
    assert "<script>" not in answer.text
    given = client.get(reverse("plans:evidence_file", args=["ashshire", file.pk]))
    assert "Set-Cookie" not in given.headers
    assert given["Content-Disposition"].startswith("attachment; filename=")
    assert file.name == kept
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("person", ["member", "group_member", "executive", "scrutineer", "lead"])
def test_who_may_not_update_sends_none(people, form_page, client_as, person):
    before = counts()
    answer = client_as(getattr(people, person)).post(form_page, sent_file("x.pdf", PDF))
    assert (answer.status_code, counts()) == (403, before)


def test_a_held_file_cannot_be_taken_from_another_person_or_action(people, plan, action, client_as):
    """It is found by the person and the action; its id is never sent."""
    page = reverse("plans:action_evidence_new", args=["ashshire", action.pk])
    client_as(people.chair).post(page, sent_file("x.pdf", PDF) | {"evidence_source": ""})
    held = PendingFile.objects.get()
    others = reverse("plans:action_evidence_new", args=["ashshire", action_of(plan, "1.2").pk])
    asked = SENT | {"evidence_kept": "on", "held": str(held.pk), "evidence_file": str(held.pk)}
    for person, address in ((people.business_manager, page), (people.business_manager, others)):
        assert client_as(person).post(address, asked).status_code == 302
    assert EvidenceFile.objects.count() == 0
    assert PendingFile.objects.get() == held


def test_a_measure_of_another_partnership_gets_no_file(people, action, client):
    theirs = people.elsewhere.plan.successmeasure_set.first()
    page = reverse("plans:action_evidence_new", args=["ashshire", action.pk])
    answer = client.post(page, sent_file("x.pdf", PDF) | {"evidence_measure": str(theirs.pk)})
    assert "There is a problem" in answer.text
    assert EvidenceFile.objects.count() == 0


@pytest.mark.parametrize("name", ["plans:evidence_file", "plans:evidence_file_redact"])
def test_another_partnerships_file_is_nowhere(people, action, client_as, name):
    theirs = make_evidence(people.elsewhere.plan.action_set.first(), file=make_file()).file
    for slug in ("ashshire", "birchshire"):
        address = reverse(name, args=[slug, theirs.pk])
        for person in (people.business_manager, people.chair):
            assert client_as(person).get(address).status_code == 404
            assert client_as(person).post(address, {"reason": "Mine"}).status_code in (404, 405)
    theirs.refresh_from_db()
    assert not theirs.is_redacted


def test_more_files_than_a_request_may_hold(form_page, client, settings):
    files = [
        SimpleUploadedFile(f"{n}.pdf", PDF)
        for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)
    ]
    answer = client.post(form_page, SENT | {"evidence_file": files})
    assert answer.status_code == 400
    assert "<h1" in answer.text
    assert EvidenceFile.objects.count() == 0


def test_more_words_than_a_request_may_hold(form_page, client):
    answer = client.post(form_page, sent_file("x.pdf", PDF) | {"evidence_text": "x" * 6_000_000})
    assert answer.status_code == 400
    assert "<h1" in answer.text


@pytest.mark.parametrize("size", [100_000, 4_000_000])  # in memory, or on disk
def test_of_a_file_without_end_little_is_kept(action, client, settings, size, rf):
    """However long it is: only as much is read as shows that it is too large."""
    settings.EVIDENCE_FILE_MAX_BYTES = 2_000
    address = reverse("plans:action_evidence_new", args=["ashshire", action.pk])
    sent = sent_file("x.txt", b"x" * size)
    assert "The file must be 2 kB or smaller." in client.post(address, sent).text
    several = [SimpleUploadedFile(f"{n}.txt", b"x" * size) for n in range(3)]
    request = rf.post(address, {"evidence_file": several})
    kept = sum(file.size for file in request.FILES.getlist("evidence_file"))
    request.close()
    assert 2_000 < kept <= 2_000 + 64 * 1024


def test_of_several_files_in_one_box_one_is_taken(action, client):
    page = reverse("plans:action_evidence_new", args=["ashshire", action.pk])
    files = [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(3)]
    assert client.post(page, SENT | {"evidence_file": files}).status_code == 302
    assert EvidenceFile.objects.count() == 1


@pytest.mark.parametrize(
    "part",
    [
        b'name="evidence_file"; filename="x.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!',
        b'name="evidence_file"; filename="\xff\xfe.pdf"\r\n\r\n\xff',
        b"name=\"evidence_file\"; filename*=utf-8''..%2f..%2fx.pdf\r\n\r\n\xff",
        b'name="evidence_file"; filename="x\r\nSet-Cookie: a=b.pdf"\r\n\r\n' + PDF,
        b'name="evidence_file"; filename=""\r\n\r\n' + PDF,
        b'name="evidence_file"\r\n\r\n' + PDF,
        b'name="evidence_file"; filename="x.pdf"\r\nX: ' + b"x" * 70_000 + b"\r\n\r\nx",
    ],
)
def test_parts_that_no_browser_sends(form_page, client, part):
    body = b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n--x--\r\n"
    answer = client.generic("POST", form_page, body, "multipart/form-data; boundary=x")
    assert answer.status_code in (200, 400)
    assert "<h1" in answer.text
    assert "Set-Cookie" not in f"{answer.headers}{answer.text}"
    assert Evidence.objects.count() == 0
