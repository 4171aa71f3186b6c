"""Whether a file that a job made may be fetched now, by the person it was made for."""

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404

from partnership.jobs import find_task
from partnership.permissions import demand, find_record

NO_ACCESS = "You no longer have access to what is in this file."
OTHER_ROLE = "Your role has changed since this file was made. Ask for it again."
NOT_MADE = "This file has not been made yet."


def find_job_subject(job, *, on):
    """(record, roles) of what a job is about, as its person may see it on the day.

    Raises Http404 or PermissionDenied as the page did on which they asked, once they may not.
    """
    task = find_task(job.task)
    if task.on is None:
        return None, frozenset()
    slug = job.partnership.slug
    record = find_record(task.on, user=job.by, slug=slug, pk=job.record, day=on)
    roles = frozenset(record.roles_of(job.by, on=on))
    demand(task.permission, roles=roles)
    return record, roles


def reason_not_to_fetch(job, *, on):
    """Why the file of a job is not given out on the day, in a sentence; "" where it is.

    What a file says may hang on each role its person had when it was made, so that none of them may be lost.
    """
    if not job.is_done:
        return NOT_MADE
    try:
        _, roles = find_job_subject(job, on=on)
    except (Http404, PermissionDenied, ImproperlyConfigured):
        return NO_ACCESS
    return "" if roles.issuperset(job.roles) else OTHER_ROLE
