"""Files that are made in the background: asked for, watched, fetched, and all of a person's on one page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.downloads import NAMES, record_export, stored_answer, streamed_answer
from partnership.jobs import find_task
from partnership.models import Job, Partnership
from partnership.permissions import Permission, requires
from partnership.policies.job import NO_ACCESS, find_job_subject, reason_not_to_fetch
from partnership.queue import is_anybody_at_work, jobs_before, jobs_of
from partnership.services.job import request_file, retry_job

REFRESH = 4  # seconds


def offer_file(request, task, record, *title, **parameters):
    """The answer to someone who asks for a file that takes longer than anyone should wait: the page of its job."""
    job = request_file(
        task,
        record,
        by=request.user,
        roles=request.roles,
        title=", ".join(title),
        **parameters,
    )
    return redirect("partnership:job", slug=request.partnership.slug, pk=job.pk)


@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def jobs(request, partnership):
    """Your downloads."""
    now = timezone.now()
    context = {"jobs": jobs_of(partnership, request.user, at=now), "now": now}
    return render(request, "partnership/jobs.html", context)


@requires(Permission.VIEW_PARTNERSHIP, on=Job)
def job(request, job):
    """A file being made: how far it is, and then the file. Without scripts the page loads itself anew."""
    now = timezone.now()
    _refuse_expired(job, now)
    if page := find_task(job.task).page:
        return redirect(page, slug=request.partnership.slug, pk=job.record)
    context = {"job": job, "refresh": 0}
    if job.is_open:
        context |= {"before": jobs_before(job), "at_work": is_anybody_at_work(at=now)}
        context["refresh"] = 0 if request.GET.get("refresh") == "off" else REFRESH
    elif job.is_done:
        context["refusal"] = reason_not_to_fetch(job, on=timezone.localdate(now))
        context["file"] = job.file_facts()
    return render(request, "partnership/job.html", context)


@requires(Permission.VIEW_PARTNERSHIP, on=Job)
def job_file(request, job):
    """The file itself, for the person it was made for, if they may still have it."""
    now = timezone.now()
    _refuse_expired(job, now)
    if not job.is_done:
        return redirect("partnership:job", slug=request.partnership.slug, pk=job.pk)
    if refusal := reason_not_to_fetch(job, on=timezone.localdate(now)):
        raise PermissionDenied(refusal)
    file = job.file
    record_export(request, f"{find_task(job.task).about}, {NAMES[file.ending]}")
    if not file.content:
        parts, size = file.read_parts(), file.size
        return streamed_answer(request, parts, file.name, kind=file.ending, size=size)
    return stored_answer(request, bytes(file.content), file.name, kind=file.ending)


@requires(Permission.VIEW_PARTNERSHIP, on=Job)
def job_retry(request, job):
    """Ask again for a file that could not be made, or that may not be fetched any more."""
    if request.method != "POST":
        return redirect("partnership:job", slug=request.partnership.slug, pk=job.pk)
    today = timezone.localdate()
    try:
        _, roles = find_job_subject(job, on=today)
        again = retry_job(job, roles=roles, on=today)
    except (Http404, PermissionDenied):
        raise PermissionDenied(NO_ACCESS) from None
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        again = job
    return redirect("partnership:job", slug=request.partnership.slug, pk=again.pk)


def _refuse_expired(job, now):
    if job.is_expired(at=now):
        raise Http404("This file was deleted a week after it was made.")
