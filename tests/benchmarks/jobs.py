"""Twenty PDFs made for one person while another person's home page is fetched, again and again."""

import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from partnership.models import Job

FILES = 20
WARM_UP = 60  # pages
PATIENCE = 600  # seconds for all of them


def measure_jobs(plan, *, get_home, ask, repeats):
    """p95 of a home page in milliseconds, idle and while the files are made; and how long they took, in seconds.

    ``get_home()`` fetches the page once and returns the seconds it took; ``ask(address)`` is another person's.
    """
    with worker():
        for _ in range(WARM_UP):  # a web process reads its templates for its first page
            get_home()
        idle = [get_home() for _ in range(max(repeats, 100))]
        began = time.perf_counter()
        for address in addresses(plan):
            ask(address)
        busy = []
        while Job.objects.open().exists():
            busy.append(get_home())
            time.sleep(0.05)  # somebody reads for a while
            assert time.perf_counter() - began < PATIENCE, "The files were not made."
        took = time.perf_counter() - began
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}
    p95 = {"idle": percentile(idle), "busy": percentile(busy)}
    return {
        "files": Job.objects.count(),
        "seconds": round(took, 1),
        "pages_fetched_meanwhile": len(busy),
        "home_p95_ms": {name: round(value * 1000, 1) for name, value in p95.items()},
        "ratio": round(p95["busy"] / p95["idle"], 2),
    }


def percentile(times):
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def addresses(plan):
    """The plan as at each of so many days: another file each."""
    today, slug = timezone.localdate(), plan.partnership.slug
    days = [f"{today - timedelta(days=number)}" for number in range(FILES)]
    return [reverse("reports:plan_as_at_file", args=[slug, plan.pk, day, "pdf"]) for day in days]


@contextmanager
def worker():
    process = subprocess.Popen([sys.executable, "manage.py", "worker"])
    try:
        yield
    finally:
        process.terminate()
        process.wait()
