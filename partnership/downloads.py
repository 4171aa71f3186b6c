"""Data taken out: what every file to download has in common, and the record that it was taken."""

import csv
import io
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.text import slugify

from partnership.csv_cells import neutral
from partnership.models import SecurityEvent
from partnership.security_log.record import record_event

# Ending of a file → what a browser is told it is.
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def csv_text(headings, rows):
    """The text of a CSV file; no cell of ``rows`` is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([neutral(cell) for cell in cells] for cells in rows)
    return out.getvalue()


def csv_answer(request, text, *, name):
    """The answer that downloads ``text`` as a CSV file of the request's partnership."""
    return file_answer(request, text, name, kind="csv", about=f"{name}, CSV")


def file_answer(request, content, *name, kind, about):
    """The answer that downloads ``content`` (text or bytes) as a file of the request's partnership.

    It is called by the words of ``name``; ``kind`` is its ending, of TYPES. No browser keeps it but where its
    reader puts it. It is logged as ``about``: which kind of file, never its title.
    """
    record_export(request, about)
    if kind == "csv":
        content = "\ufeff" + content  # Excel reads UTF-8 only where a byte order mark says so
    headers = {
        "Content-Disposition": attachment(request.partnership.slug, *name, kind=kind),
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


def attachment(*words, kind):
    """A Content-Disposition for a file named by ``words``: plain letters for old programs, all of them for new."""
    plain = slugify("-".join(words)) or "document"
    full = quote(f"{' '.join(words)}.{kind}", safe="")
    return f"attachment; filename=\"{plain}.{kind}\"; filename*=UTF-8''{full}"


def record_export(request, file):
    """Log that data of the request's partnership was taken out: which kind of file, never its title."""
    kind, partnership = SecurityEvent.Kind.EXPORTED, request.partnership
    record_event(kind, by=request.user, partnership=partnership, about=file, request=request)
