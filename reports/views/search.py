"""Search, from the box in the header of every page."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnership.models import Partnership
from partnership.permissions import Permission, requires
from reports.search.read import Search, read_results
from reports.search.words import read_asked


@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
@require_safe
def search(request, partnership):
    asked = read_asked(request.GET.get("q", ""))
    place = Search(partnership, request.user, request.roles, asked, timezone.localdate())
    group = request.GET.get("kind", "")
    context = {"asked": asked, "groups": read_results(place, group=group), "group": group}
    return render(request, "reports/search.html", context)
