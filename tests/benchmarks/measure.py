"""Measures pages over HTTP and PDFs in a process of their own."""

import http.client
import multiprocessing
import os
import resource
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from plans.document.current import read_plan
from plans.models import Plan
from reports.models import AnnualReport
from reports.render.pdf import Sheets, print_pdf
from reports.render.plan import plan_sheets
from reports.yearly.document import read_report
from reports.yearly.sheets import report_sheets
from tests.benchmarks.exports import measure_exports
from tests.benchmarks.imports import measure_imports
from tests.benchmarks.jobs import measure_jobs
from tests.benchmarks.sample import build
from tests.benchmarks.seals import measure_seals


def measure(repeats, sealed):
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    people, plan, report = build()
    return {
        "engine": connection.vendor,
        "actions": plan.action_set.count(),
        "updates": plan.progressupdate_set.count(),
        "pages": measure_pages(people, plan, report, repeats),
        "pdf": measure_pdfs(plan, report),
        "exports": measure_exports(plan),
        "imports": measure_imports(),
        "background": measure_background(people, plan, repeats),
        "seals": measure_seals(people.partnership, sealed),
    }


def addresses_of(people, plan, report):
    """Page → its address."""
    slug, action = people.partnership.slug, plan.action_set.first()
    plan_address = reverse("plans:plan", args=[slug, plan.pk])
    period = plan.reportingperiod_set.get()
    group_return = period.returns.get(group=people.audit_group)
    return {
        "home": reverse("reports:home", args=[slug]),
        "plan, blocks": plan_address,
        "plan, as published": f"{plan_address}?view=published",
        "action": reverse("plans:action", args=[slug, action.pk]),
        "update progress": reverse("plans:action_progress", args=[slug, action.pk]),
        "reporting period": reverse("plans:period", args=[slug, period.pk]),
        "group return": reverse("plans:group_return", args=[slug, group_return.pk]),
        "changes of the plan": reverse("reports:plan_changes", args=[slug, plan.pk]),
        "changes by action": f"{reverse('reports:changes', args=[slug])}?by=action",
        "patterns": reverse("reports:plan_patterns", args=[slug, plan.pk]),
        "plan as at a day": reverse(
            "reports:plan_as_at", args=[slug, plan.pk, f"{timezone.localdate()}"]
        ),
        "group": reverse("subgroups:group", args=[slug, people.audit_group.pk]),
        "yearly report": reverse("reports:report_read", args=[slug, report.pk]),
    }


def measure_pages(people, plan, report, repeats):
    addresses = addresses_of(people, plan, report)
    client = Client()
    client.force_login(people.business_manager)
    queries = {name: count_queries(client, address) for name, address in addresses.items()}
    with server() as site:
        cookie = f"sessionid={signed_in(people.business_manager)}"
        times = {name: compare(site, cookie, a, repeats) for name, a in addresses.items()}
    return {name: {"queries": queries[name], **times[name]} for name in addresses}


def measure_background(people, plan, repeats):
    """The business manager's home page while a member's files are made, from as many processes as script/server has."""
    home = reverse("reports:home", args=[people.partnership.slug])
    manager, member = (
        f"sessionid={signed_in(person)}" for person in (people.business_manager, people.member)
    )
    with server(workers=2 * multiprocessing.cpu_count() + 1) as site:
        return measure_jobs(
            plan,
            get_home=lambda: get(site.port, manager, home),
            ask=lambda address: get(site.port, member, address, status=302),
            repeats=repeats,
        )


def count_queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
        return len(queries)


def signed_in(user):
    """The key of a session in which ``user`` is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


@dataclass(frozen=True)
class Site:
    """A gunicorn with one sync worker, and the name of the database that it serves."""

    port: int
    process: subprocess.Popen
    database: str


@contextmanager
def server(url=None, *, workers=1):
    """A Site on the database at ``url``, or on the current one, with so many sync workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", f"--workers={workers}", f"--bind=127.0.0.1:{port}"]
    url = url or os.environ["DATABASE_URL"]
    process = subprocess.Popen(
        [*command, "--log-level=error", "partnership.wsgi:application"],
        stderr=subprocess.DEVNULL,
        env=os.environ | {"DATABASE_URL": url},
    )
    try:
        await_port(port)
        yield Site(port, process, url.rpartition("/")[2])
    finally:
        process.terminate()
        process.wait()


def processor_seconds(site):
    """Processor time of a site so far: its web process and, where there is one, its process in PostgreSQL."""
    master = site.process.pid
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    backends = []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid != pg_backend_pid()",
                [site.database],
            )
            backends = [pid for (pid,) in cursor.fetchall()]
    return sum(map(_ran, [*workers, *backends]))


def _ran(pid):
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def await_port(port):
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("The server did not start.")


def compare(site, cookie, address, repeats):
    """A page beside the bare one: milliseconds, how many times as long, and how many times the processor time."""
    for _ in range(3):
        get(site.port, cookie, address)
    took = {"/bare/": [], address: []}
    for _ in range(repeats):
        for each, found in took.items():
            began = processor_seconds(site)
            wall = get(site.port, cookie, each)
            found.append((wall, processor_seconds(site) - began))
    bare, ours = (
        [statistics.median(n) * 1000 for n in zip(*f, strict=True)] for f in took.values()
    )
    return {
        "ms": round(ours[0], 1),
        "bare_ms": round(bare[0], 1),
        "ratio": round(ours[0] / bare[0], 1),
        "processor_ms": round(ours[1], 1),
        "processor_ratio": round(ours[1] / bare[1], 1),
    }


def get(port, cookie, address, status=200):
    """The seconds that one page takes."""
    began = time.perf_counter()
    http_connection = http.client.HTTPConnection("127.0.0.1", port)
    http_connection.request("GET", address, headers={"Cookie": cookie})
    response = http_connection.getresponse()
    response.read()
    http_connection.close()
    assert response.status == status, (address, response.status)
    return time.perf_counter() - began


def measure_pdfs(plan, report):
    on = timezone.localdate()
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    report = AnnualReport.objects.at_address(slug=plan.partnership.slug, pk=report.pk).get()
    faces = {
        "plan, blocks": lambda: plan_sheets(read_plan(plan, on=on)),
        "plan, as published": lambda: plan_sheets(read_plan(plan, on=on), as_published=True),
        "yearly report": lambda: report_sheets(read_report(report, on=on)),
    }
    return {name: measure_pdf(assemble) for name, assemble in faces.items()}


def measure_pdf(assemble):
    assemble()
    began = time.perf_counter()
    sheets = assemble()
    assembled = time.perf_counter() - began
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        took, pages, peak = pool.apply(print_alone, (sheets,))
    return {
        "assembly_ms": round(assembled * 1000),
        "weasyprint_ms": round(took * 1000),
        "assembly_share": round(assembled / took, 3),
        "pages": pages,
        "peak_mib": round(peak),
    }


def print_alone(sheets):
    """(seconds, pages, peak MiB) of WeasyPrint alone, in a process of its own."""
    print_pdf(Sheets("<!DOCTYPE html><html lang=en><title>Warm</title><p>Warm", ""))
    began = time.perf_counter()
    pdf = print_pdf(sheets)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return took, len(PdfReader(BytesIO(pdf)).pages), peak
