"""Jobs: asked for, taken up, done or failed. Each attempt writes only while the job is still its own."""

from os import SEEK_END

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from partnership.downloads import with_mark
from partnership.jobs import LostClaim, basis_of, find_task
from partnership.models import Job, JobFile, JobFilePart, Worker
from partnership.policies.job import reason_not_to_fetch

WORN_OUT = (
    "Something went wrong three times while we were making this. Try again later. "
    "If it goes wrong again, tell whoever looks after this site."
)
NOT_OVER = "This file is ready, or is still being made."


def request_file(task, record, *, by, roles, title, **parameters):
    """The Job that makes a file of ``record`` for ``by`` (a User): theirs that is under way already, or a new one.

    ``roles`` are those they have towards the record; ``parameters``, plain values, go to the task.
    """
    asked = task.enqueue(
        partnership=record.partnership.pk,
        by=by.pk,
        record=record.pk,
        roles=list(roles),
        title=title,
        parameters=parameters,
    )
    return Job.objects.get(pk=asked.id)


def request_work(task, partnership, *, title, **parameters):
    """The Job that does the timetable's work for a Partnership (None: for the installation)."""
    pk = partnership.pk if partnership else None
    asked = task.enqueue(partnership=pk, by=None, title=title, parameters=parameters)
    return Job.objects.get(pk=asked.id)


def retry_job(job, *, roles, on):
    """The Job that takes the place of one that failed or whose file may not be fetched, with ``roles`` as of now."""
    if job.is_open or (job.is_done and not reason_not_to_fetch(job, on=on)):
        raise ValidationError(NOT_OVER)
    with transaction.atomic():
        asked = find_task(job.task).enqueue(
            partnership=job.partnership_id,
            by=job.by_id,
            record=job.record,
            roles=list(roles),
            title=job.title,
            parameters=job.parameters,
        )
        job.delete()
    return Job.objects.get(pk=asked.id)


def beat(worker, *, at):
    """Note that a Worker is alive; the first time, that it is there."""
    worker.started_at = worker.started_at or at
    worker.seen_at = at
    worker.save()


def leave(worker):
    """Note that a Worker has ended, having given back what it was doing."""
    Worker.objects.filter(pk=worker.pk).delete()


def claim_job(worker, *, at):
    """The next Job, which ``worker`` is now doing; None where nothing may be begun at the moment ``at``."""
    passed = []
    while True:
        ready = Job.objects.ready(at).exclude(pk__in=passed)
        try:
            with transaction.atomic():
                job = ready.select_for_update(of=("self",), skip_locked=True).first()
                if job is None:
                    return None
                day = timezone.localdate(at)
                job.begin(worker, at=at, basis=basis_of(job.partnership_id, on=day))
                job.save()
                return job
        except IntegrityError:
            # Another worker has just begun something of the same partnership or person.
            passed.append(job.pk)


def report_progress(job, done, total, progress):
    """Say how far an attempt is. LostClaim if the job is not its own any more."""
    with transaction.atomic():
        current = _own(job)
        current.done, current.total, current.progress = done, total, progress[:200]
        current.save(update_fields=["done", "total", "progress"])


def complete_job(job, made, *, roles, at):
    """End an attempt that succeeded, with the MadeFile (or None) it made. LostClaim if the job is not its own."""
    with transaction.atomic():
        current = _own(job)
        if made is not None:
            _keep_file(current, made)
        current.roles = sorted(roles)
        current.end(Job.State.DONE, at=at)
        current.save()


def _keep_file(job, made):
    facts = {"job": job, "name": " ".join(made.name)[:500], "ending": made.ending}
    if hasattr(made.content, "read"):
        _keep_in_parts(made.content, facts)
        return
    content = with_mark(made.content, made.ending)
    content = content.encode() if isinstance(content, str) else content
    JobFile.objects.create(**facts, size=len(content), content=content)


def _keep_in_parts(opened, facts):
    with opened:
        file = JobFile.objects.create(**facts, size=opened.seek(0, SEEK_END), content=b"")
        opened.seek(0)
        for position, content in enumerate(iter(lambda: opened.read(JobFilePart.SIZE), b"")):
            JobFilePart.objects.create(file=file, position=position, content=content)


def fail_job(job, sentence, *, at):
    """End a job that would fail each time: ``sentence`` says why. LostClaim if it is not the attempt's own."""
    with transaction.atomic():
        current = _own(job)
        current.end(Job.State.FAILED, at=at, error=sentence[:500])
        current.save()


def end_attempt(job, *, at):
    """After an attempt that did not succeed: another one, or after the last the end. LostClaim as ever."""
    with transaction.atomic():
        _end_attempt(_own(job), until=at + job.pause, at=at)


def give_back(job):
    """Put a job back that its worker stops for reasons of its own: this attempt does not count."""
    with transaction.atomic():
        current = _own(job)
        current.attempts -= 1
        current.wait()
        current.save()


def take_up_lost(worker, *, at):
    """Give back to the queue what silent workers, or ``worker`` itself which is idle, left undone; how many."""
    lost = Job.objects.lost(at, by=worker)
    if not lost.exists():  # asked first, since SQLite lets one write at a time
        return 0
    with transaction.atomic():
        found = list(lost.select_for_update(of=("self",), skip_locked=True))
        for job in found:
            _end_attempt(job, until=None, at=at)
    return len(found)


def delete_expired(*, at):
    """Delete jobs and their files a week after they ended, and workers that have long been gone."""
    if Job.objects.expired(at).exists():
        Job.objects.expired(at).delete()
    forgotten = Worker.objects.filter(seen_at__lt=at - Worker.FORGOTTEN, jobs=None)
    if forgotten.exists():
        forgotten.delete()


def withdraw_files(partnership):
    """Delete all files made or being made for a partnership's people: words were redacted since.

    Whoever makes one at this moment finds that it is not theirs any more.
    """
    Job.objects.filter(partnership=partnership, by__isnull=False).delete()


def _end_attempt(job, *, until, at):
    if job.is_worn_out:
        job.end(Job.State.FAILED, at=at, error=WORN_OUT)
    else:
        job.wait(until=until)
    job.save()


def _own(job):
    """The row of a job, locked, if the attempt that ``job`` was read for is still going on."""
    current = Job.objects.select_for_update(of=("self",)).filter(pk=job.pk, claim=job.claim)
    found = current.first() if job.claim else None
    if found is None:
        raise LostClaim(f"Job {job.pk} is done by another attempt.")
    return found
