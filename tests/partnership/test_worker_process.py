"""The worker as a process, and the process in which it does each job: killed, told to stop, too slow."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from partnership.models import Job, Worker
from partnership.services.job import beat, claim_job, request_work
from partnership.worker import Loop
from tests.architecture.sources import ROOT
from tests.helpers.processes import address_of_database
from tests.helpers.slow_jobs import die, wait_for_file

PATIENCE = 60  # seconds, on a machine that has much else to do
CODE = """
import sys, django
django.setup()
import tests.helpers.slow_jobs
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
"""


def until(found):
    """Wait until ``found()`` is true, and return it."""
    end = time.monotonic() + PATIENCE
    while not (value := found()):
        assert time.monotonic() < end, "It took too long."
        time.sleep(0.05)
    return value


@pytest.fixture
def people(transactional_db, people):
    return people


@pytest.fixture
def start():
    """``start()``: a worker of the test's database, which is killed after the test."""
    started = []

    def start(*arguments):
        environment = {
            **os.environ,
            "DEMONSTRATION": "1",
            "DATABASE_URL": address_of_database(connection.settings_dict, connection.vendor),
        }
        environment["DJANGO_SETTINGS_MODULE"] = "partnership.settings"
        command = [sys.executable, "-c", CODE, "worker", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def file(tmp_path):
    """What ``wait_for_file`` waits for; there at the end, so that nothing waits for ever."""
    yield tmp_path / "file"
    (tmp_path / "file").touch()


@pytest.fixture
def job(people, tmp_path, file):
    asked = {"file": str(file), "log": str(tmp_path / "log")}
    return request_work(wait_for_file, people.partnership, title="Waiting", **asked)


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log"
    return lambda: path.read_text().split() if path.exists() else []


def state():
    job = Job.objects.get()
    return job.state, job.attempts


def test_does_what_is_asked_for_and_ends_when_told(job, start, file, log):
    process = start()
    file.touch()
    until(lambda: state() == ("done", 1))
    process.terminate()
    assert process.wait(PATIENCE) == 0
    assert log() == ["begun", "ended"]
    assert not Worker.objects.exists()


def test_told_to_stop_gives_back_what_it_is_doing(job, start, file, log):
    process = start()
    until(log)
    process.terminate()
    assert process.wait(PATIENCE) == 0
    assert state() == ("queued", 0)
    file.touch()
    time.sleep(0.5)
    assert log() == ["begun"], "The process that did the job has ended too."


def test_killed_it_is_replaced_and_the_job_is_done_once(job, start, file, log):
    """The job's own process outlives the worker and comes to its end as well: too late."""
    process = start()
    until(log)
    process.send_signal(signal.SIGKILL)
    process.wait(PATIENCE)
    assert state() == ("running", 1)
    silent = Worker.objects.get()
    silent.seen_at -= Worker.SILENCE + timedelta(seconds=5)
    silent.save()
    start()
    until(lambda: log() == ["begun", "begun"])
    file.touch()
    until(lambda: log().count("ended") == 2)
    until(lambda: state() == ("done", 2))


def test_ends_with_the_process_it_belongs_to(people, start):
    server = subprocess.Popen(["sleep", "600"])
    process = start("--while", str(server.pid))
    until(Worker.objects.exists)
    server.kill()
    server.wait()
    assert process.wait(PATIENCE) == 0


def run(job, **options):
    loop = Loop(**options)
    beat(loop.worker, at=timezone.now())
    loop._run(claim_job(loop.worker, at=timezone.now()))


def test_a_job_that_takes_too_long_is_stopped(job, log):
    run(job, limit=0.5)
    assert state() == ("queued", 1)
    assert log() in ([], ["begun"])


def test_a_job_whose_process_dies_is_tried_again(people, clock):
    request_work(die, people.partnership, title="Dying")
    for number in (1, 2, 3):
        run(Job.objects.get())
        assert state() == ("failed" if number == 3 else "queued", number)
        clock.at += Job.LONG_PAUSE


def test_what_is_done_in_the_process_of_a_job_is_kept(job, file, log):
    Path(file).touch()
    run(job)
    assert state() == ("done", 1)
    assert log() == ["begun", "ended"]
