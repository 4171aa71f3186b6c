"""Home: what each role comes for."""

from django.shortcuts import render
from django.utils import timezone

from partnership.accounts import last_visit
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from reports.changes.feed import reader_of
from reports.homes import QUIET_DAYS, read_home


@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def home(request, partnership):
    today = timezone.localdate()
    reader = reader_of(partnership, request.user, request.roles, on=today)
    home = read_home(reader, request.user, request.roles, on=today, last_visit=last_visit(request))
    return render(
        request,
        "reports/home.html",
        {"home": home, "document": home.document, "today": today, "quiet_days": QUIET_DAYS},
    )
