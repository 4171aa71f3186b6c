"""Evidence on its own, with its file: nothing typed or chosen is lost on the way."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnership.history import Change
from plans.models import EvidenceFile, FileContent, PendingFile
from plans.services.plan import close_plan
from tests.helpers.builders import NOW, PASSWORD, action_of, make_evidence, make_file, make_update
from tests.helpers.files import PDF, REAL

SENT = {
    "submission": str(uuid.UUID(int=1)),
    "evidence_text": "41 of 60 were told.",
    "evidence_question": "how_well",
    "evidence_source": "audit",
}


def chosen(name="Audit 2026.pdf", content=PDF):
    return {"evidence_file": SimpleUploadedFile(name, content, "application/octet-stream")}


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def address(action):
    return reverse("plans:action_evidence_new", args=["ashshire", action.pk])


@pytest.fixture
def client(people, client_as):
    return client_as(people.chair)


def test_evidence_is_saved_with_its_file(people, action, address, client):
    response = client.post(address, SENT | chosen(), follow=True)
    assert response.redirect_chain == [(reverse("plans:action", args=["ashshire", action.pk]), 302)]
    assert "Evidence for 1.1 saved." in response.text
    assert re.search(r"Download Audit 2026\.pdf</a> <span [^>]*>\(PDF, \d+ bytes\)", response.text)
    evidence = action.evidence.get()
    assert (evidence.text, evidence.by, evidence.update) == (
        "41 of 60 were told.",
        people.chair,
        None,
    )
    file = evidence.file
    assert (file.name, file.size, file.by_name, file.at) == (
        *("Audit 2026.pdf", len(PDF)),
        *("Chair", NOW),
    )
    assert file.read_content() == PDF
    assert action.updates.count() == 0
    assert PendingFile.objects.count() == 0


def test_evidence_needs_no_file(action, address, client):
    assert client.post(address, SENT).status_code == 302
    assert action.evidence.get().its_file is None


def test_a_measure_is_chosen_where_its_link_was_followed(plan, action, address, client):
    measure = action.measures.get()
    page = client.get(f"{address}?measure={measure.pk}").text
    assert re.search(rf'<option value="{measure.pk}" selected>', page)
    assert client.get(f"{address}?measure=x%00").status_code == 200
    link = f"{address}?measure={measure.pk}"
    assert link in client.get(reverse("plans:action", args=["ashshire", action.pk])).text


def test_only_who_may_update_finds_the_way(people, action, address, client_as):
    page = reverse("plans:action", args=["ashshire", action.pk])
    for person, links in (("chair", 2), ("lead", 0), ("member", 0), ("executive", 0)):
        assert client_as(getattr(people, person)).get(page).text.count(address) == links


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"evidence_text": ""}, "Describe what the evidence shows."),
        ({"evidence_question": ""}, "Choose which question the evidence answers."),
        ({"evidence_source": "x"}, "choose one of the options"),
        ({"evidence_link": "javascript:alert(1)"}, "Enter a web address"),
        ({"evidence_found_on_day": "3"}, "must include a month and a year."),
        ({"submission": "x"}, "There is a problem"),
    ],
)
def test_an_error_keeps_what_was_typed_and_what_was_chosen(action, address, client, sent, sentence):
    """A browser cannot refill a file field: the file is held, and used with the next submission."""
    page = client.post(address, SENT | {"evidence_link": "https://ash.example"} | sent | chosen())
    assert page.status_code == 200
    assert sentence in page.text
    assert "Use “Audit 2026.pdf” (PDF, " in page.text
    assert re.search(r'name="evidence_kept"[^>]* checked', page.text)
    assert action.evidence.count() == 0
    again = client.post(address, SENT | {"evidence_kept": "on"})
    assert again.status_code == 302
    assert action.evidence.get().file.read_content() == PDF
    assert PendingFile.objects.count() == 0


def test_a_held_file_is_left_out_or_replaced(action, address, client):
    client.post(address, SENT | {"evidence_source": ""} | chosen())
    assert client.post(address, SENT).status_code == 302
    assert action.evidence.get().its_file is None
    assert "Use “Audit 2026.pdf”" in client.get(address).text
    other = SENT | {"submission": str(uuid.UUID(int=2)), "evidence_kept": "on"}
    client.post(address, other | chosen("New.csv", REAL["csv"]))
    assert EvidenceFile.objects.get().name == "New.csv"
    assert PendingFile.objects.count() == 0


def test_a_held_file_is_one_persons_own_and_stays_a_day(
    people, action, address, client, client_as, clock
):
    client.post(address, SENT | {"evidence_source": ""} | chosen())
    manager = client_as(people.business_manager)
    assert "Audit 2026.pdf" not in manager.get(address).text
    assert manager.post(address, SENT | {"evidence_kept": "on"}).status_code == 302
    assert action.evidence.get().its_file is None
    clock.at = NOW + timedelta(days=1, seconds=1)
    client.force_login(people.chair)
    manager.force_login(people.business_manager)
    assert "Add evidence" in client.get(address).text
    assert "Audit 2026.pdf" not in client.get(address).text
    manager.post(address, SENT | {"evidence_source": ""} | chosen("Mine.pdf"))
    assert [held.name for held in PendingFile.objects.all()] == ["Mine.pdf"]


def test_a_file_that_is_refused_says_why_and_the_rest_stays(action, address, client):
    page = client.post(address, SENT | chosen("report.pdf", b"<html>")).text
    assert "The file’s name ends in .pdf, but it is a different kind of file." in page
    assert "41 of 60 were told.</textarea>" in page
    assert (action.evidence.count(), PendingFile.objects.count()) == (0, 0)


def test_sent_twice_it_is_brought_once(action, address, client):
    for _ in range(2):
        assert client.post(address, SENT | chosen()).status_code == 302
    assert (action.evidence.count(), EvidenceFile.objects.count()) == (1, 1)


def test_a_closed_plan_takes_none(people, plan, action, address, client):
    close_plan(plan, by=people.business_manager, reason="Over", at=NOW)
    assert "This plan is closed." in client.get(address).text
    assert "This plan is closed." in client.post(address, SENT | chosen()).text
    assert action.evidence.count() == 0


def test_from_a_return_the_way_leads_back_to_its_place(house, client_as):
    client = client_as(house.people.chair)
    home = reverse("plans:group_return", args=["ashshire", house.mine["groupreturn"]])
    address = reverse("plans:action_evidence_new", args=["ashshire", house.mine["1.1"]])
    assert f"{address}?next={home}" not in client.get(home).text  # each measure has evidence
    lead = client_as(house.people.lead)
    theirs = reverse("plans:group_return", args=["ashshire", house.mine["the adviser's"]])
    other = reverse("plans:action_evidence_new", args=["ashshire", house.mine["1.2"]])
    assert f"{other}?next={theirs}" in lead.get(theirs).text
    page = client.get(f"{address}?next={home}").text
    assert f'name="next" value="{home}"' in page
    assert (
        client.post(address, SENT | {"next": home}).url == f"{home}?at={house.mine['1.1']}#message"
    )
    elsewhere = client.post(address, SENT | {"next": "//evil.example/"})
    assert elsewhere.url == reverse("plans:action", args=["ashshire", house.mine["1.1"]])


def test_what_was_typed_comes_back_after_signing_in(people, address, client):
    """The file is not restored, and the page says so."""
    seal = re.search(r'name="seal" value="([^"]+)"', client.get(address).text).group(1)
    client.logout()
    assert client.post(address, SENT | {"seal": seal} | chosen()).status_code == 302
    assert PendingFile.objects.count() == 0
    data = {"login": people.chair.email, "password": PASSWORD}
    client.post(f"/accounts/sign-in/?next={address}", data)
    page = client.get(address).text
    assert "41 of 60 were told.</textarea>" in page
    assert "If you chose a file, choose it again." in page


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(number, action, address, client, django_assert_num_queries):
    for _ in range(number):
        make_evidence(action, file=make_file())
    with django_assert_num_queries(20):
        assert client.get(address).status_code == 200


# With an update


@pytest.fixture
def progress(action):
    return reverse("plans:action_progress", args=["ashshire", action.pk])


UPDATE = SENT | {"rating": "green", "comment": "Audited."}


def test_a_file_comes_with_an_update(action, progress, client):
    assert client.post(progress, UPDATE | chosen()).status_code == 302
    evidence = action.evidence.get()
    assert (evidence.update, evidence.file.read_content()) == (action.updates.get(), PDF)


def test_a_file_without_words_is_asked_for_them_and_held(action, progress, client):
    page = client.post(progress, UPDATE | {"evidence_text": ""} | chosen()).text
    assert "Describe what the evidence shows" in page
    assert '<details class="govuk-details" open>' in page
    assert client.post(progress, UPDATE | {"evidence_kept": "on"}).status_code == 302
    assert action.evidence.get().file.name == "Audit 2026.pdf"


def test_a_late_save_holds_the_file(action, progress, client):
    theirs = make_update(action, rating="red", comment="Two are lost.")
    page = client.post(progress, UPDATE | {"seen": "0", "reason": "Seen"} | chosen()).text
    assert "updated this action after you opened the page" in page
    assert "Use “Audit 2026.pdf”" in page
    again = UPDATE | {"seen": str(theirs.pk), "reason": "Seen", "evidence_kept": "on"}
    assert client.post(progress, again).status_code == 302
    assert action.evidence.get().file.name == "Audit 2026.pdf"


def test_keep_draft_holds_the_file_or_says_why_not(action, progress, client):
    page = client.post(progress, {"draft": "1", "comment": "Half"} | chosen(), follow=True).text
    assert "Draft saved" in page
    assert "Use “Audit 2026.pdf”" in page
    page = client.post(progress, {"draft": "1", "comment": "Half"} | chosen("x.exe")).text
    assert "The file must be a PDF" in page
    assert "Choose a rating." not in page
    assert action.drafts.get().comment == "Half"


def test_a_draft_keeps_the_evidence_too(action, progress, client):
    sent = {"draft": "1", "comment": "Half", "evidence_text": "41 of 60"} | chosen()
    sent |= {"evidence_source": "audit", "evidence_found_on_day": "3"}
    sent |= {"evidence_found_on_month": "oct"}
    assert client.post(progress, sent).status_code == 302
    page = client.get(progress).text
    assert "41 of 60</textarea>" in page
    assert "Use “Audit 2026.pdf”" in page
    assert '<option value="audit" selected' in page
    assert 'value="oct"' in page
    assert "There is a problem" not in page
    assert action.drafts.get().comment == "Half"


def test_no_change_does_not_drop_a_file(action, progress, client):
    make_update(action)
    sent = {"submission": SENT["submission"], "no_change": "1"}
    page = client.post(progress, sent | chosen()).text
    assert "You have written an update. Save it, or clear the boxes" in page
    assert "Use “Audit 2026.pdf”" in page
    assert action.updates.count() == 1


def test_what_is_refused_leaves_nothing_behind(people, action, address, client, settings):
    settings.EVIDENCE_TOTAL_MAX_BYTES = len(PDF) + 10
    make_evidence(action, file=make_file())
    before = Change.objects.count()
    page = client.post(address, SENT | chosen()).text
    assert "There is no room for this file" in page
    assert "41 of 60 were told.</textarea>" in page
    assert (Change.objects.count(), FileContent.objects.count()) == (before, 1)
    assert PendingFile.objects.count() == 0


def test_a_held_file_stays_where_the_next_has_no_room(address, client, settings):
    client.post(address, SENT | {"evidence_source": ""} | chosen())
    settings.EVIDENCE_TOTAL_MAX_BYTES = len(PDF) - 1
    page = client.post(address, SENT | {"evidence_source": ""} | chosen("Larger.csv", b"x,y" * 500))
    assert "There is no room for this file" in page.text
    assert [held.name for held in PendingFile.objects.all()] == ["Audit 2026.pdf"]


def test_the_room_of_one_partnership_is_not_anothers(people, action, address, client, settings):
    settings.EVIDENCE_TOTAL_MAX_BYTES = len(PDF) + 10
    make_evidence(people.elsewhere.plan.action_set.first(), file=make_file())
    assert client.post(address, SENT | chosen()).status_code == 302
