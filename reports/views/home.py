"""Home: the start page of each role."""

from django.shortcuts import render
from django.utils import timezone

from partnership.accounts import last_visit
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from reports.changes.feed import reader_of
from reports.home import QUIET_DAYS, read_dashboard


@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def home(request, partnership):
    today = timezone.localdate()
    reader = reader_of(partnership, request.user, request.roles, on=today)
    home = read_dashboard(
        reader, request.user, request.roles, on=today, last_visit=last_visit(request)
    )
    context = {"home": home, "today": today, "quiet_days": QUIET_DAYS}
    return render(request, "reports/home.html", context)
