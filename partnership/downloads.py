"""Data taken out: what every file for a spreadsheet has in common, and the record that it was taken."""

import csv
import io

from django.http import HttpResponse

from partnership.csv_cells import neutral
from partnership.models import SecurityEvent
from partnership.security import record_event


def csv_text(headings, rows):
    """The text of a CSV file; no cell of ``rows`` is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([neutral(cell) for cell in cells] for cells in rows)
    return out.getvalue()


def csv_answer(request, text, *, name):
    """The answer that downloads ``text`` as a CSV file of the request's partnership; it is logged."""
    record_export(request, f"{name}, CSV")
    # Excel reads UTF-8 only where a byte order mark says so.
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    file = f"{request.partnership.slug}-{name}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    answer["Cache-Control"] = "no-store"
    return answer


def record_export(request, file):
    """Log that data of the request's partnership was taken out: which kind of file, never its title."""
    kind, partnership = SecurityEvent.Kind.EXPORTED, request.partnership
    record_event(kind, by=request.user, partnership=partnership, about=file, request=request)
