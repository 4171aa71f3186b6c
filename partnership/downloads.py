"""Downloads: what every file has in common, and their record in the security log."""

import csv
import io
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from partnership.csv_cells import neutral
from partnership.models import SecurityEvent
from partnership.security_log.record import record_event

# File extension → content type.
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
# … → what people and the security log call it.
NAMES = {
    "csv": "CSV",
    "docx": "Word",
    "ics": "calendar",
    "json": "JSON",
    "pdf": "PDF",
    "xlsx": "Excel",
    "zip": "ZIP",
}


def csv_text(headings, rows):
    """The text of a CSV file, with the cells of ``rows`` made safe."""
    out = io.StringIO()
    csv.writer(out).writerow(headings)
    return out.getvalue() + csv_rows(rows)


def csv_rows(rows):
    """The text of some rows of a CSV file, with their cells made safe."""
    out = io.StringIO()
    csv.writer(out).writerows([neutral(cell) for cell in cells] for cells in rows)
    return out.getvalue()


def csv_answer(request, text, *, name):
    """A response that downloads ``text`` as a CSV file of the request's partnership."""
    return file_answer(request, text, name, kind="csv", about=f"{name}, CSV")


def file_answer(request, content, *name, kind, about):
    """A response that downloads ``content`` (text or bytes) as a file of the request's partnership.

    ``name`` is the parts of the file name and ``kind`` its extension, one of TYPES. Browsers do not cache it.
    It is logged as ``about``: the kind of file, never its title.
    """
    record_export(request, about)
    return stored_answer(request, with_mark(content, kind), *name, kind=kind)


def with_mark(content, kind):
    """The content of a file as it is sent: Excel reads UTF-8 in a CSV file only with a byte order mark."""
    return "\ufeff" + content if kind == "csv" else content


def stored_answer(request, content, *name, kind):
    """A response that downloads a complete file; the caller logs it."""
    headers = _headers(request, name, kind)
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


def streamed_answer(request, parts, *name, kind, size):
    """A response that downloads a large file of ``size`` bytes, one part after another; the caller logs it."""
    headers = _headers(request, name, kind) | {"Content-Length": str(size)}
    return StreamingHttpResponse(parts, content_type=TYPES[kind], headers=headers)


def _headers(request, name, kind):
    return {
        "Content-Disposition": attachment(request.partnership.slug, *name, kind=kind),
        "Cache-Control": "no-store",
    }


def uploaded_answer(content, *, name, media_type):
    """A response that downloads a file that someone uploaded, never displayed.

    In a page of ours, a hostile file could act as the person who opens it. The caller logs it.
    """
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


def attachment(*words, kind):
    """A Content-Disposition for a file named by ``words``: in ASCII for old programs, in UTF-8 for new ones."""
    plain = slugify("-".join(words)) or "document"
    full = quote(f"{' '.join(words)}.{kind}", safe="")
    return f"attachment; filename=\"{plain}.{kind}\"; filename*=UTF-8''{full}"


def record_export(request, file):
    """Log a download of the request's partnership: the kind of file, never its title."""
    kind, partnership = SecurityEvent.Kind.EXPORTED, request.partnership
    record_event(kind, by=request.user, partnership=partnership, about=file, request=request)
