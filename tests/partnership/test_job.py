"""The page of a file being made: how far it is, then the file, for nobody but the person it was made for."""

import re
from datetime import timedelta

import pytest

from partnership.history import recording
from partnership.models import Job, SecurityEvent, Worker
from partnership.policies.job import NO_ACCESS, OTHER_ROLE
from partnership.services.job import beat, claim_job, fail_job, report_progress
from partnership.worker import run_all
from tests.helpers.builders import NOW
from tests.helpers.jobs import job_address, make_file_job

pytestmark = pytest.mark.both_engines  # it locks


@pytest.fixture
def job(people):
    return make_file_job(people.partnership, by=people.scrutineer)


@pytest.fixture
def client(people, client_as):
    return client_as(people.scrutineer)


@pytest.fixture
def worker(people):
    worker = Worker()
    beat(worker, at=NOW)
    return worker


def words(response):
    """What a reader with scripts reads."""
    text = re.sub(r"<noscript>.*?</noscript>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


class TestBeingMade:
    def test_waits_and_may_be_left(self, job, client, worker):
        shown = words(client.get(job_address(job)))
        assert "Making your file Changes, CSV Waiting to start." in shown
        assert "You can leave this page. Your file will be in your downloads" in shown
        assert "not being made" not in shown

    def test_waits_for_others_of_the_partnership(self, people, client, worker):
        make_file_job(people.partnership, by=people.member)
        job = make_file_job(people.partnership, by=people.scrutineer)
        assert "Waiting for 1 other file" in words(client.get(job_address(job)))

    def test_the_page_shows_how_far_the_file_is(self, job, client, worker):
        report_progress(claim_job(worker, at=NOW), 1, 3, "Setting the pages")
        page = client.get(job_address(job))
        assert "Setting the pages: step 2 of 3" in words(page)
        assert '<progress class="app-job-progress" max="3" value="1"' in page.content.decode()

    def test_refreshes_itself_without_scripts_until_told_not_to(self, job, client, worker):
        refresh = '<noscript><meta http-equiv="refresh" content="4"></noscript>'
        page = client.get(job_address(job)).content.decode()
        assert refresh in page
        assert "?refresh=off" in page
        assert refresh not in client.get(job_address(job), {"refresh": "off"}).content.decode()

    def test_says_that_nobody_makes_files(self, job, client):
        assert "Files are not being made at the moment" in words(client.get(job_address(job)))

    def test_has_no_file_yet(self, job, client):
        assert client.get(job_address(job, "job_file")).url == job_address(job)


class TestMade:
    @pytest.fixture
    def job(self, job):
        run_all()
        return Job.objects.get(pk=job.pk)

    def test_a_finished_file_is_offered(self, job, client):
        page = client.get(job_address(job))
        assert "Your file is ready Changes, CSV Download your file CSV, " in words(page)
        assert "We keep it for you until 29 November 2026 at 10:00am." in words(page)
        assert f'href="{job_address(job, "job_file")}"' in page.content.decode()
        assert "refresh" not in page.content.decode()

    def test_gives_the_file_and_logs_it(self, people, job, client):
        answer = client.get(job_address(job, "job_file"))
        assert answer.content.decode("utf-8-sig").startswith("Date,Time,Who")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert 'filename="ashshire-changes.csv"' in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "no-store"
        event = SecurityEvent.objects.get(kind="exported")
        assert (event.by, event.about) == (people.scrutineer, "changes, CSV")

    def test_is_nowhere_for_anybody_else(self, people, job, client_as):
        for person in (people.business_manager, people.executive, people.outsider):
            for page in ("job", "job_file"):
                assert client_as(person).get(job_address(job, page)).status_code == 404

    def test_is_gone_after_a_week(self, people, job, client_as, clock):
        clock.at = NOW + timedelta(days=7) - timedelta(seconds=1)
        client = client_as(people.scrutineer)
        assert client.get(job_address(job, "job_file")).status_code == 200
        clock.at = NOW + timedelta(days=7)
        for page in ("job", "job_file"):
            assert client.get(job_address(job, page)).status_code == 404

    def test_is_gone_with_the_membership(self, people, job, client):
        with recording(by=people.business_manager, at=NOW):
            membership = people.scrutineer.memberships.get()
            membership.ended_at = NOW
            membership.save()
        assert client.get(job_address(job, "job_file")).status_code == 404
        assert not SecurityEvent.objects.filter(kind="exported").exists()

    def test_is_refused_once_the_role_is_another(self, people, job, client):
        """Who reads drafts no more may have no file in which they are."""
        change_role(people, "member")
        assert client.get(job_address(job, "job_file")).status_code == 403
        page = client.get(job_address(job))
        assert f"You cannot download this file Changes, CSV {OTHER_ROLE}" in words(page)
        assert "Download your file" not in words(page)
        again = client.post(job_address(job, "job_retry"), follow=True)
        assert "Making your file" in words(again)
        assert Job.objects.get().roles == ["member"]

    def test_is_refused_once_the_permission_is_lost(self, people, client):
        job = make_everything(people)
        run_all()
        change_role(people, "executive")
        assert client.get(job_address(job, "job_file")).status_code == 403
        assert NO_ACCESS in words(client.get(job_address(job)))
        assert client.post(job_address(job, "job_retry")).status_code == 403

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_number_of_queries(self, people, client, django_assert_num_queries, number):
        for one in range(number):
            job = make_file_job(people.partnership, by=people.scrutineer, query=f"before={one}")
        run_all()
        with django_assert_num_queries(9):
            client.get(job_address(job))


class TestFailed:
    @pytest.fixture
    def job(self, job, worker):
        fail_job(claim_job(worker, at=NOW), "It could not be made.", at=NOW)
        return job

    def test_says_why_and_can_be_tried_again(self, job, client):
        page = client.get(job_address(job))
        assert "We could not make your file Changes, CSV It could not be made. Try again" in words(
            page
        )
        again = client.post(job_address(job, "job_retry"), follow=True)
        assert "Making your file" in words(again)
        assert Job.objects.get().state == "queued"

    def test_is_tried_again_by_a_press_alone(self, job, client):
        assert client.get(job_address(job, "job_retry")).url == job_address(job)
        assert Job.objects.get() == job

    def test_what_is_ready_is_not_tried_again(self, people, client):
        made = make_file_job(people.partnership, by=people.scrutineer, query="quiet=any")
        run_all()
        client.post(job_address(made, "job_retry"))
        assert Job.objects.filter(pk=made.pk, state="done").exists()


def make_everything(people):
    from partnership.services.job import request_file
    from reports.jobs import everything_zip

    return request_file(
        everything_zip,
        people.partnership,
        by=people.scrutineer,
        roles=["scrutineer"],
        title="Everything",
        moment="now",
    )


def change_role(people, role):
    with recording(by=people.business_manager, at=NOW):
        membership = people.scrutineer.memberships.get()
        membership.role = role
        membership.save()
