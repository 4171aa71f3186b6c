"""A worker that is killed at any step: its job is taken up again within two minutes, and done once."""

from datetime import timedelta

import pytest

from partnership.models import Job, JobFile, Seal, Worker
from partnership.services.job import request_work
from partnership.services.owed_seal import seal_due
from partnership.worker import run_all, run_once
from tests.helpers.builders import NOW
from tests.helpers.jobs import make_file_job
from tests.helpers.killing import LONG, SHORT_RUN, killed_at_each_step

SOON = timedelta(minutes=2)


@pytest.fixture
def people(transactional_db, people):
    return people


def outcomes(ask, count, tmp_path, clock):
    """(state, attempts, how many results) that the next worker leaves, wherever the one before it was killed."""

    def press():
        clock.at = NOW
        Job.objects.all().delete()
        ask()
        run_once(Worker())

    def look():
        clock.at = NOW + SOON
        if not Job.objects.exists():
            ask()  # killed before it was asked for
        run_all()
        return [(job.state, job.attempts) for job in Job.objects.all()], count()

    _, *found = killed_at_each_step(press, look, folder=tmp_path / "copies")
    assert len(found) > (SHORT_RUN if LONG else SHORT_RUN / 2)
    return found


def test_a_file_is_made_once_wherever_its_worker_is_killed(people, tmp_path, clock):
    found = outcomes(
        lambda: make_file_job(people.partnership, by=people.scrutineer),
        JobFile.objects.count,
        tmp_path,
        clock,
    )
    assert {tuple(jobs) for jobs, _ in found} == {(("done", 1),), (("done", 2),)}
    assert {files for _, files in found} == {1}


def test_a_seal_is_made_once_wherever_its_worker_is_killed(people, tmp_path, clock):
    found = outcomes(
        lambda: request_work(seal_due, people.partnership, title="Seal"),
        Seal.objects.count,
        tmp_path,
        clock,
    )
    assert {tuple(jobs) for jobs, _ in found} == {(("done", 1),), (("done", 2),)}
    assert {seals for _, seals in found} == {1}
