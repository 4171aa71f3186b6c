"""The worker: does jobs whatever goes wrong in them, ends in order, and is replaced when it is killed."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from partnership import worker as workers
from partnership.models import Job, OwedSeal, Seal, Worker
from partnership.services.job import WORN_OUT, beat, claim_job, request_work
from partnership.services.owed_seal import seal_due
from partnership.services.timetable import LEFT_BEHIND, enqueue_due
from partnership.worker import run_all, run_once
from tests.helpers.at_once import on_postgres
from tests.helpers.builders import NOW, days_ago
from tests.helpers.jobs import make_file_job
from tests.helpers.sealing import seal


def fails(error):
    def call(*args, **kwargs):
        raise error

    return call


def outcome():
    job = Job.objects.get()
    return job.state, job.attempts, job.error


class TestWhatGoesWrong:
    @pytest.fixture
    def job(self, people):
        return make_file_job(people.partnership, by=people.scrutineer)

    def test_an_error_is_tried_three_times(self, job, monkeypatch, clock, caplog):
        monkeypatch.setattr("reports.jobs.read_changes", fails(RuntimeError("Ann Example")))
        for number in (1, 2):
            run_all()
            assert outcome() == ("queued", number, "")
            clock.at += Job.PAUSE
        run_all()
        assert outcome() == ("failed", 3, WORN_OUT)
        assert "did not succeed" in caplog.text

    def test_an_error_that_goes_away_does_no_harm(self, job, monkeypatch, clock):
        with monkeypatch.context() as patch:
            patch.setattr("reports.jobs.read_changes", fails(OSError()))
            run_all()
        clock.at += Job.PAUSE
        run_all()
        assert outcome() == ("done", 2, "")

    def test_a_refusal_is_told_at_once(self, job, monkeypatch):
        monkeypatch.setattr("reports.jobs.read_changes", fails(ValidationError("Too much.")))
        run_all()
        assert outcome() == ("failed", 1, "Too much.")

    def test_rights_that_are_lost_while_it_waits(self, people, job):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE partnership_membership SET ended_at = since")
        run_all()
        assert outcome() == ("failed", 1, "You no longer have access to what is in this file.")

    def test_a_kind_that_there_is_no_more(self, job):
        job.task = "reports.jobs.gone"
        job.save()
        run_all()
        assert outcome() == ("failed", 1, "This kind of file is not made any more.")

    def test_what_is_no_kind_of_job_is_not_called(self, job):
        job.task = "os.getcwd"
        job.save()
        run_all()
        assert outcome() == ("failed", 1, "This kind of file is not made any more.")

    def test_the_next_job_is_done_all_the_same(self, people, job, monkeypatch):
        other = make_file_job(people.elsewhere.people.partnership, by=people.outsider)
        job.task = "reports.jobs.gone"
        job.save()
        assert run_all() == 2
        assert Job.objects.get(pk=other.pk).state == "done"


def test_one_report_of_progress_a_second(people, monkeypatch):
    job = make_file_job(people.partnership, by=people.scrutineer)
    worker = Worker()
    beat(worker, at=NOW)
    told, at = [], [0.0]
    monkeypatch.setattr(workers, "report_progress", lambda job, *told_now: told.append(told_now))
    monkeypatch.setattr(workers.time, "monotonic", lambda: at[0])
    report = workers._reporter(claim_job(worker, at=NOW))
    for seconds in (0.1, 0.2, 0.3, 1.2):
        at[0] = seconds
        report(int(seconds * 10), 12, "Writing")
    report(12, 12, "Almost ready")
    assert told == [(1, 12, "Writing"), (12, 12, "Writing"), (12, 12, "Almost ready")]
    assert job.state == "queued"


@on_postgres
def test_two_workers_at_once_never_do_the_same(transactional_db, people):
    """Twenty jobs of four people, four workers that look at the same moment."""
    mine = (people.member, people.chair, people.executive)
    for number in range(5):
        for person in mine:
            make_file_job(people.partnership, by=person, query=f"before={number}")
        make_file_job(
            people.elsewhere.people.partnership, by=people.outsider, query=f"before={number}"
        )
    done, start = [], Barrier(4)

    def work():
        worker = Worker()
        start.wait()
        try:
            for _ in range(30):
                if job := run_once(worker):
                    done.append(job.pk)
        finally:
            connections.close_all()

    threads = [Thread(target=work, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    run_all()
    assert len(done) == len(set(done))
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}
    assert Job.objects.count() == 20


class TestTimetable:
    @pytest.fixture
    def timetable(self, settings):
        settings.SITE_URL = "https://plan.example"
        settings.TIMETABLE = {
            "partnership.services.owed_seal.seal_due": "02:00",
            "plans.jobs.send_due_reminders": "10:30",
        }

    def test_seals_are_made_once_a_day(self, people, timetable):
        enqueue_due(at=NOW)
        assert set(Job.objects.values_list("partnership__slug", flat=True)) == {
            "ashshire",
            "birchshire",
            None,
        }
        run_all()
        assert Seal.objects.count() == 3
        enqueue_due(at=NOW)
        assert not Job.objects.open().exists()

    def test_reminders_are_sent_once_a_day_from_their_time_on(
        self, plan, timetable, mailoutbox, clock
    ):
        enqueue_due(at=NOW)
        run_all()
        assert mailoutbox == []
        clock.at = NOW + timedelta(minutes=30)
        enqueue_due(at=clock.at)
        run_all()
        sent = len(mailoutbox)
        assert sent > 0
        enqueue_due(at=clock.at)
        run_all()
        assert len(mailoutbox) == sent

    def test_a_seal_that_was_left_behind_is_made(self, people, plan, settings):
        settings.TIMETABLE = {}
        change = people.partnership.changes.latest("at")
        OwedSeal.objects.create(change=change, why="freeze")
        enqueue_due(at=change.at + LEFT_BEHIND - timedelta(seconds=1))
        assert not Job.objects.exists()
        enqueue_due(at=change.at + LEFT_BEHIND)
        run_all()
        made = Seal.objects.get()
        assert (made.partnership, made.why) == (people.partnership, "freeze")
        assert not OwedSeal.objects.exists()

    def test_nothing_new_is_no_failure(self, people):
        seal(people, at=days_ago(1))
        request_work(seal_due, people.partnership, title="Seal")
        run_all()
        assert outcome() == ("done", 1, "")
