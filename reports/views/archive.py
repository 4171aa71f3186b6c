"""Download of all of a partnership's records as at a moment, and of everything that it has."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.models import Partnership
from partnership.permissions import Permission, allows, requires
from partnership.views.job import offer_file
from reports import jobs
from reports.as_at.moments import first_day, instant_of, kept_instants
from reports.forms.as_at import EverythingForm


@requires(Permission.TAKE_EVERYTHING, on=Partnership)
def archive(request, partnership):
    """Choose a day or a named moment."""
    first = first_day(partnership)
    form = EverythingForm(request.GET or None, on=timezone.localdate(), first=first)
    if form.is_valid():
        day = form.cleaned_data["day"].isoformat()
        return redirect("reports:archive_download", slug=partnership.slug, moment=day)
    context = {"form": form, "first": first, "kept": kept_instants(partnership)}
    context["emails"] = allows(request.roles, Permission.MANAGE_PARTNERSHIP)
    return render(request, "reports/archive.html", context)


@requires(jobs.everything_zip.permission, on=jobs.everything_zip.on)
def archive_download(request, partnership, moment):
    instant = instant_of(partnership, moment, now=timezone.now())
    if instant is None:
        raise Http404("There are no records for this date.")
    title = f"All records as at {instant.words}", "ZIP"
    return offer_file(request, jobs.everything_zip, partnership, *title, moment=instant.key)


@requires(jobs.partnership_archive.permission, on=jobs.partnership_archive.on)
def partnership_archive(request, partnership):
    """Everything of the partnership in one archive, from which another installation makes it again."""
    return offer_file(
        request, jobs.partnership_archive, partnership, "Everything of the partnership", "ZIP"
    )
