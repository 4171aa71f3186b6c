"""The business manager's way to everything that is set up rather than lived in."""

from django.shortcuts import render

from partnership.models import Partnership
from partnership.permissions import Permission, requires


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def manage(request, partnership):
    return render(request, "partnership/manage.html")
