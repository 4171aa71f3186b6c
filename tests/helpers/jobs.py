"""Asks for a file as a person does, has the queue done in this process, and fetches what was made."""

from django.urls import reverse

from partnership.models import Job
from partnership.services.job import request_file
from partnership.worker import run_all
from reports.jobs import changes_file
from tests.helpers.builders import TODAY


def fetch_file(client, address, query=None):
    """The answer to whoever asks for a file: the file itself, once it has been made; or what they were told instead."""
    asked = client.get(address, query)
    if asked.status_code != 302 or "/downloads/" not in asked.url:
        return asked
    run_all()
    page = client.get(asked.url)
    assert page.status_code == 200
    link = f"{asked.url}file/"
    assert f'href="{link}"' in page.content.decode(), page.content.decode()
    return client.get(link)


def make_file_job(partnership, *, by, query="", ending="csv"):
    """A Job that makes a file of the partnership's changes, asked for by ``by`` and not done yet."""
    return request_file(
        changes_file,
        partnership,
        by=by,
        roles=partnership.roles_of(by, on=TODAY),
        title="Changes, CSV",
        query=query,
        ending=ending,
    )


def job_address(job, page="job"):
    return reverse(f"partnership:{page}", kwargs={"slug": job.partnership.slug, "pk": job.pk})


def only_job():
    return Job.objects.get()
