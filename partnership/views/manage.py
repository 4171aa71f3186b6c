"""The business manager's page of everything that is set up once."""

from django.shortcuts import render

from partnership.models import Partnership
from partnership.permissions import Permission, requires


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def manage(request, partnership):
    return render(request, "partnership/manage.html")
