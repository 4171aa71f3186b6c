"""Your downloads: a person's own files, each with its state, until when it is there, or why it is not."""

import re

import pytest
from django.urls import reverse

from partnership.models import Worker
from partnership.services.job import beat, claim_job, fail_job
from partnership.worker import run_all, run_once
from tests.helpers.builders import NOW
from tests.helpers.jobs import job_address, make_file_job

pytestmark = pytest.mark.both_engines  # it locks

ADDRESS = reverse("partnership:jobs", kwargs={"slug": "ashshire"})


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_says_what_happened_to_each(people, client_as):
    worker = Worker()
    make_file_job(people.partnership, by=people.member)
    run_once(worker)
    failed = make_file_job(people.partnership, by=people.member, query="quiet=any")
    beat(worker, at=NOW)
    fail_job(claim_job(worker, at=NOW), "It could not be made.", at=NOW)
    make_file_job(people.partnership, by=people.member, query="by=action")
    page = client_as(people.member).get(ADDRESS)
    shown = words(page)
    waiting, failure, ready = (
        shown.index("Waiting Asked for 22 November 2026 at 10:00am."),
        shown.index("Failed It could not be made. Try again"),
        shown.index("Ready Made 22 November 2026 at 10:00am, "),
    )
    assert waiting < failure < ready
    assert "Available until 29 November 2026 at 10:00am." in shown
    assert f'href="{job_address(failed)}"' in page.content.decode()


def test_only_ones_own_and_only_of_this_partnership(people, client_as):
    make_file_job(people.partnership, by=people.member)
    assert "Changes, CSV" in words(client_as(people.member).get(ADDRESS))
    assert "No downloads yet" in words(client_as(people.chair).get(ADDRESS))


def test_linked_from_every_page(people, client_as):
    home = client_as(people.member).get(reverse("reports:home", kwargs={"slug": "ashshire"}))
    assert f'href="{ADDRESS}">Your downloads' in home.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries(people, client_as, django_assert_num_queries, number):
    for one in range(number):
        make_file_job(people.partnership, by=people.member, query=f"before={one}")
    run_all()
    client = client_as(people.member)
    with django_assert_num_queries(4):
        page = client.get(ADDRESS)
    assert words(page).count("Available until") == number
