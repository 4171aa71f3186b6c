"""Take everything with you: the business manager downloads the archive that load_partnership reads."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from partnership.models import Job, JobFile, JobFilePart, SecurityEvent
from partnership.services.job import withdraw_files
from partnership.worker import run_all
from tests.helpers.jobs import fetch_file
from tests.helpers.transfer import files_in, save

PAGE = "/ashshire/as-at/records/"


@pytest.fixture
def address(people, plan):
    return reverse("reports:partnership_archive", args=["ashshire"])


def read(answer, folder):
    content = b"".join(answer.streaming_content)
    assert int(answer["Content-Length"]) == len(content)
    path = folder / "downloaded.zip"
    path.write_bytes(content)
    return path


@pytest.mark.both_engines
def test_the_file_is_the_archive(people, address, client_as, tmp_path, monkeypatch):
    monkeypatch.setattr(JobFilePart, "SIZE", 1000)
    expected = save(people.partnership, tmp_path)
    answer = fetch_file(client_as(people.business_manager), address)

    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    assert re.search(
        r'filename="ashshire-everything-as-at-[0-9-]+\.zip"', answer["Content-Disposition"]
    )
    assert files_in(read(answer, tmp_path)) == files_in(expected)
    assert JobFilePart.objects.count() > 10


def test_it_says_by_whom_and_is_in_the_security_log(people, address, client_as):
    answer = fetch_file(client_as(people.business_manager), address)
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as packed:
        assert people.business_manager.name in packed.read("manifest.json").decode()
    event = SecurityEvent.objects.filter(kind="exported").latest("pk")
    assert (event.about, event.by) == (
        "everything of the partnership, ZIP",
        people.business_manager,
    )


def test_only_the_business_manager_is_offered_it(people, address, client_as):
    assert address in client_as(people.business_manager).get(PAGE).text
    page = client_as(people.scrutineer).get(PAGE)
    assert page.status_code == 200
    assert address not in page.text
    assert client_as(people.scrutineer).get(address).status_code == 403
    assert not Job.objects.exists()


def test_who_lost_the_role_does_not_get_the_file(people, address, client_as):
    client = client_as(people.business_manager)
    job = client.get(address).url
    run_all()
    membership = people.business_manager.memberships.get()
    membership._meta.model.objects.filter(pk=membership.pk).update(role="member")
    assert client.get(f"{job}file/").status_code == 403


def test_a_redaction_deletes_it_with_its_parts(people, address, client_as):
    fetch_file(client_as(people.business_manager), address)
    assert JobFilePart.objects.exists()
    withdraw_files(people.partnership)
    assert not JobFile.objects.exists()
    assert not JobFilePart.objects.exists()
