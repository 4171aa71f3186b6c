"""A worker: takes one job after another, each in a process of its own, and says all the while that it is alive.

A job in a process of its own gives its memory back, cannot bring the worker down, and can be stopped when it takes
too long. Tests and benchmarks do the jobs in their own process instead (``run_all``).
"""

import contextlib
import logging
import multiprocessing
import os
import resource
import signal
import time
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import DatabaseError, InterfaceError, connections
from django.http import Http404
from django.utils import timezone

from partnership.accounts import jobs as account_jobs  # noqa: F401 - nothing else here loads these kinds of job
from partnership.jobs import LostClaim, NotYet, Work, find_task
from partnership.models import Job, Worker
from partnership.policies.job import NO_ACCESS, find_job_subject
from partnership.services.job import (
    beat,
    claim_job,
    complete_job,
    delete_expired,
    end_attempt,
    fail_job,
    give_back,
    leave,
    report_progress,
    take_up_lost,
)
from partnership.services.timetable import enqueue_due

logger = logging.getLogger(__name__)

LOOK = 1.0  # seconds between two looks at the queue, and at a job that is being done
TIDY = 60.0  # seconds between two looks at the timetable and at what has expired
LIMIT = 15 * 60.0  # seconds that one attempt may take
REPORT = 1.0  # seconds at least between two reports of progress


def run_job(job):
    """Do a Job that was claimed, in this process, and end the attempt. Whatever goes wrong is the job's."""
    try:
        _attempt(job)
    except LostClaim:
        logger.warning("Job %s went on elsewhere; what this attempt made is dropped.", job.pk)
    except NotYet:
        with contextlib.suppress(LostClaim):
            end_attempt(job, at=timezone.now())
    except Exception as error:
        logger.error("Job %s did not succeed.", job.pk, exc_info=error)
        with contextlib.suppress(LostClaim):
            end_attempt(job, at=timezone.now())


def _attempt(job):
    now = timezone.now()
    try:
        record, roles = find_job_subject(job, on=timezone.localdate(now))
        work = Work(job=job, record=record, roles=roles, now=now, report=_reporter(job))
        made = find_task(job.task).call(work)
    except (Http404, PermissionDenied):
        fail_job(job, NO_ACCESS, at=timezone.now())
    except ValidationError as refusal:
        fail_job(job, " ".join(refusal.messages), at=timezone.now())
    except ImproperlyConfigured:  # asked for before an upgrade that has no such file any more
        fail_job(job, "This kind of file is not made any more.", at=timezone.now())
    else:
        complete_job(job, made, roles=roles, at=timezone.now())


def _reporter(job):
    """report(done, total, words): writes at most once a second, and whenever the words change."""
    last = {"words": None, "at": 0.0}

    def report(done, total, words):
        at = time.monotonic()
        if words == last["words"] and at - last["at"] < REPORT:
            return
        last["words"], last["at"] = words, at
        report_progress(job, done, total, words)

    return report


def run_once(worker):
    """Do the next job in this process; the Job as it was claimed, or None where nothing may be begun."""
    at = timezone.now()
    beat(worker, at=at)
    take_up_lost(worker, at=at)
    job = claim_job(worker, at=at)
    if job is not None:
        run_job(job)
    return job


def run_all():
    """Do all jobs that may be begun, in this process; how many. For tests and benchmarks."""
    worker, number = Worker(), 0
    while run_once(worker):
        number += 1
    leave(worker)
    return number


class Loop:
    """What ``manage.py worker`` does until it is told to stop."""

    def __init__(self, *, limit=LIMIT, is_wanted=lambda: True):
        self.worker, self.limit, self.is_wanted = Worker(), limit, is_wanted
        self.is_stopping = False
        self._beaten = self._tidied = float("-inf")

    def stop(self, *_):
        """Told to stop, by a signal: what is being done is given back."""
        self.is_stopping = True

    @property
    def goes_on(self):
        return not self.is_stopping and self.is_wanted()

    def run(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while self.goes_on:
            try:
                if not self.step():
                    time.sleep(LOOK)
            except (DatabaseError, InterfaceError) as error:
                # The database is away or busy; what was claimed is taken up at the next look.
                logger.error("The worker could not reach the database.", exc_info=error)
                connections.close_all()
                time.sleep(LOOK)
        with contextlib.suppress(DatabaseError, InterfaceError):
            leave(self.worker)

    def step(self):
        """Whether there was a job to do."""
        self._beat()
        at = timezone.now()
        if time.monotonic() - self._tidied >= TIDY:
            enqueue_due(at=at)
            delete_expired(at=at)
            self._tidied = time.monotonic()
        take_up_lost(self.worker, at=at)
        if not Job.objects.waiting(at).exists():  # a look that takes no lock
            return False
        job = claim_job(self.worker, at=at)
        if job is None:
            return False
        self._run(job)
        return True

    def _beat(self):
        if time.monotonic() - self._beaten >= Worker.BEAT.total_seconds():
            beat(self.worker, at=timezone.now())
            self._beaten = time.monotonic()

    def _run(self, job):
        """Do ``job`` in a process of its own; what that leaves undone, dead or too slow, is an attempt that failed."""
        connections.close_all()  # a connection belongs to one process
        child = multiprocessing.get_context("fork").Process(target=_run_in_child, args=(job,))
        child.start()
        began = time.monotonic()
        while child.is_alive() and self.goes_on and time.monotonic() - began < self.limit:
            child.join(LOOK)
            # Without a heartbeat for a while the job may go to another worker, which is for that one to judge.
            with contextlib.suppress(DatabaseError, InterfaceError):
                self._beat()
        child.kill()
        child.join()
        with contextlib.suppress(LostClaim):
            if self.goes_on:
                end_attempt(job, at=timezone.now())
            else:
                give_back(job)


def limit_memory(megabytes):
    """Let this process have no more memory of its own: whatever asks for more fails, and its attempt with it."""
    most = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _run_in_child(job):
    limit_memory(settings.WORKER_MEMORY_MAX_MB)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    run_job(job)
    connections.close_all()


def is_alive(pid):
    """Whether a process of this number runs; one that has ended and nobody has asked after does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
