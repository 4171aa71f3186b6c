"""Download of all of a partnership's records as at a moment."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.downloads import file_answer
from partnership.models import Partnership
from partnership.permissions import Permission, allows, requires
from reports.as_at.archive import Everything, write_everything
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


@requires(Permission.TAKE_EVERYTHING, on=Partnership)
def archive_download(request, partnership, moment):
    now = timezone.now()
    instant = instant_of(partnership, moment, now=now)
    if instant is None:
        raise Http404("There are no records for this date.")
    # Addresses are only for those who can download them with the people file.
    emails = allows(request.roles, Permission.MANAGE_PARTNERSHIP)
    everything = Everything(partnership, at=instant.at, emails=emails)
    content = write_everything(everything, instant, by=request.user, now=now)
    name, about = f"all records as at {instant.key}", "all records, ZIP"
    return file_answer(request, content, name, kind="zip", about=about)
