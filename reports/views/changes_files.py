"""Changes to download, as they are filtered: for a spreadsheet and on paper."""

from django.http import HttpResponse
from django.utils import timezone

from partnership.models import Partnership
from partnership.permissions import Permission, requires
from reports.changes.feed import reader_of
from reports.changes.printed import read_changes, write_changes
from reports.filters import ChangeFilter
from reports.printing import attachment, changes_sheets, print_pdf
from reports.views.printing import tell_exported


@requires(Permission.VIEW_CHANGES, on=Partnership)
def changes_csv(request, partnership):
    text = write_changes(_document(request))
    tell_exported(request, "changes, CSV")
    # Excel reads UTF-8 only where a byte order mark says so.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{partnership.slug}-changes.csv"'
    response["Cache-Control"] = "no-store"
    return response


@requires(Permission.VIEW_CHANGES, on=Partnership)
def changes_pdf(request, partnership):
    content = print_pdf(changes_sheets(_document(request)))
    tell_exported(request, "changes, PDF")
    headers = {"Content-Disposition": attachment(partnership.slug, "Changes")}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _document(request):
    today = timezone.localdate()
    reader = reader_of(request.partnership, request.user, request.roles, on=today)
    changes = reader.changes()
    filters = ChangeFilter(request.GET, queryset=changes, request=request, reader=reader)
    return read_changes(reader, filters, on=today)
