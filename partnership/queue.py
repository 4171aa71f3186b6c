"""The queue of jobs as its pages show it."""

from datetime import timedelta

from partnership.models import Job, Worker

ABSENCE = timedelta(minutes=2)  # a worker that is restarted is back sooner
SHOWN = 50  # of a person's files


def jobs_of(partnership, user, *, at):
    """The latest files of a person in a partnership, newest first, each with ``size`` where it is there."""
    mine = Job.objects.filter(partnership=partnership, by=user).kept(at).with_size()
    mine = mine.exclude(file=None, state=Job.State.DONE)  # it made no file
    return list(mine[:SHOWN])


def latest_job(task, record):
    """The last Job of a kind about a record; None without one."""
    return Job.objects.filter(task=task.module_path, record=record.pk).first()


def jobs_before(job):
    """How many jobs of the same partnership are done before this one that waits."""
    if job.state != Job.State.QUEUED:
        return 0
    others = Job.objects.filter(partnership=job.partnership_id).open().exclude(pk=job.pk)
    return others.filter(asked_at__lte=job.asked_at, pk__lt=job.pk).count()


def is_anybody_at_work(*, at):
    """Whether there is a worker; without one nothing is made until someone starts it."""
    return Worker.objects.filter(seen_at__gt=at - ABSENCE).exists()
