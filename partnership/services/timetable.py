"""The timetable: what is done once a day without anybody asking, and seals that a stopped process left owing."""

from datetime import time, timedelta

from django.conf import settings
from django.utils import timezone

from partnership.jobs import find_task
from partnership.models import Job, OwedSeal, Partnership
from partnership.services.job import request_work
from partnership.services.owed_seal import seal_due

# A seal that a freeze asked for is made at once: only one that has been owed for so long was left behind.
LEFT_BEHIND = timedelta(minutes=2)


def enqueue_due(*, at):
    """Ask for what TIMETABLE has for the day of the moment ``at``, once a day, and for the seals that are owed."""
    local = timezone.localtime(at)
    for path, begins in settings.TIMETABLE.items():
        if local.time() >= time.fromisoformat(begins):
            _enqueue_daily(find_task(path), day=local.date())
    late = OwedSeal.objects.filter(change__at__lte=at - LEFT_BEHIND)
    for partnership in Partnership.objects.filter(pk__in=late.values("change__partnership")):
        request_work(seal_due, partnership, title="Seals that are owed")


def _enqueue_daily(task, *, day):
    """A job for each partnership (and, where the task says so, for the installation) without one for the day yet."""
    asked = Job.objects.filter(task=task.module_path, parameters={"day": f"{day}"})
    have = set(asked.values_list("partnership", flat=True))
    everyone = (
        [*Partnership.objects.all(), None] if task.of_installation else Partnership.objects.all()
    )
    for partnership in everyone:
        if (partnership.pk if partnership else None) not in have:
            request_work(task, partnership, title=task.about, day=f"{day}")
