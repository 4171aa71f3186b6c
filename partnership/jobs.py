"""Jobs: how a piece of background work is declared, asked for and found again.

A kind of job is a function declared with django-tasks' ``@task`` (Django 6 has the same as ``django.tasks``):

    @task(permission=Permission.VIEW_PLAN, on=Plan, about="plan")
    def plan_pdf(work):
        work.report(1, 2, "Reading the plan")
        return MadeFile(content, "pdf", plan.title)

The worker finds it by the dotted name that the Job keeps; Django loads the module ``jobs`` of every app when it starts
(partnership/apps.py). So an app higher up declares kinds of which this one imports none. A function may be stopped
at any moment and called again: it must not mind. A file is made for a person, with the rights they have when it is
made; what belongs to no person (seals, reminders) returns None.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task

from partnership.models import Change, Job

NO_CHANGES = 50  # how many of the latest changes tell whether anything has changed


class LostClaim(Exception):
    """This attempt is not the job's any more: nothing it makes is kept, so it stops."""


class NotYet(Exception):
    """A part of the work cannot be done before a while has passed: the job is tried again later."""


@dataclass(frozen=True)
class MadeFile:
    """What a job made: its bytes (or text), an ending of downloads.TYPES, and the words of its name.

    A large file is open for reading instead, at its beginning: it is stored in parts, and closed.
    """

    content: bytes | str | BinaryIO
    ending: str
    name: tuple[str, ...]


@dataclass(frozen=True)
class Work:
    """What the function of a job is given: what was asked, by whom, and with which rights they have now."""

    job: Job
    record: object  # of the kind that the task names; None for a task that names none
    roles: frozenset  # of the person towards the record
    now: datetime  # when this attempt began
    report: Callable  # report(done, total, "what it is doing"); raises LostClaim

    @property
    def partnership(self):
        return self.job.partnership

    @property
    def by(self):
        return self.job.by

    @property
    def parameters(self):
        return self.job.parameters

    @property
    def on(self):
        return timezone.localdate(self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task):
    """A kind of job. With ``permission`` and ``on`` it makes a file for who holds that permission on such a record."""

    permission: str | None = None
    on: type | None = None
    about: str = ""  # what the security log calls the file: “plan”; never its title
    page: str = ""  # of its record, which shows what the job did, if it makes no file for a person
    of_installation: bool = False  # by the timetable: for what belongs to no partnership, too


class JobBackend(BaseTaskBackend):
    """Keeps what is asked for as a Job, which ``manage.py worker`` does.

    In place of django-tasks-db's: see docs/decisions.
    """

    task_class = JobTask

    def enqueue(self, task, args, kwargs):
        """Ask for a job, of whose Job the result has the id; the same one where it is under way already.

        ``kwargs``: ids of the ``partnership``, of who asks (``by``) and of the ``record``; their ``roles`` towards
        it, a ``title`` and ``parameters``. All of them plain values.
        """
        self.validate_task(task)
        job = _find_or_add(task.module_path, **kwargs)
        return TaskResult(
            task=task,
            id=str(job.pk),
            status=TaskResultStatus.READY,
            enqueued_at=job.asked_at,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def find_task(path):
    """The JobTask of a dotted name; ImproperlyConfigured where there is none (any more)."""
    module, _, name = path.rpartition(".")
    found = getattr(sys.modules.get(module), name, None)
    if not isinstance(found, JobTask):
        raise ImproperlyConfigured(f"{path} is no kind of job.")
    return found


def _find_or_add(path, *, partnership, by, title, record=None, roles=(), parameters=None):
    asked = {"partnership_id": partnership, "by_id": by, "task": path, "record": record}
    asked |= {"parameters": parameters or {}, "roles": sorted(roles)}
    asked["key"] = _key(asked)
    found = _open_or_current(asked)
    while found is None:
        try:
            with transaction.atomic():
                return Job.objects.create(**asked, title=title[:300], asked_at=timezone.now())
        except IntegrityError:  # it was asked for at the same moment, and may have ended since
            found = _open_or_current(asked)
    return found


def _key(asked):
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _open_or_current(asked):
    """The job that waits or is being done; or whose file was made today, if nothing has changed since."""
    same = Job.objects.filter(key=asked["key"])
    now = timezone.now()
    basis = basis_of(asked["partnership_id"], on=timezone.localdate(now))
    current = same.filter(state=Job.State.DONE, basis=basis).kept(now)
    return same.open().first() or current.exclude(file=None).first()


def basis_of(partnership, *, on):
    """What a partnership (its id) says on a day, as a digest of its latest changes and of the installation's.

    Several, not only the last: a change that was begun earlier may be committed later.
    """
    latest = [
        list(Change.objects.filter(partnership=whose).values_list("pk", flat=True)[:NO_CHANGES])
        for whose in (partnership, None)
    ]
    return hashlib.sha256(json.dumps([str(on), latest]).encode()).hexdigest()
