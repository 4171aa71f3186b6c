"""A PDF: that it is whole, open, short enough to be laid out in reasonable time, and not a scan."""

import io
import re
import zlib

import pikepdf
from django.core.exceptions import ValidationError

MOST_PAGES = 200
MOST_UNPACKED = 150 * 1024 * 1024  # bytes of all streams
MOST_OF_PAGE = 8 * 1024 * 1024  # bytes of what is drawn on one page
LOCKED = "The file is protected by a password. Save it without a password, then choose it again."
DAMAGED = "The file is damaged or incomplete. Save it again as a PDF, then choose that file."
ACTIVE = "The file contains a program. Print it to a new PDF, then choose that file."
TOO_LONG = (
    "The file has {count:,} pages; at most {most} can be read. Choose the pages with the plan."
)
TOO_LARGE = "The file is too large when unpacked. Save its pages with the plan as a new PDF."
TOO_FULL = "Page {page} of the file has too much on it to be read. Save the page again without its drawings."
PROGRAM = re.compile(rb"/(?:JavaScript|Launch)\b")
HEAD_WITHIN = 1024  # bytes


def check_pdf(content):
    """True for a PDF that may be read; False for another kind of file."""
    if b"%PDF-" not in content[:HEAD_WITHIN]:
        return False
    if PROGRAM.search(content):
        raise ValidationError(ACTIVE)
    if b"%%EOF" not in content[-2_048:]:
        raise ValidationError(DAMAGED)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _check_pages(pdf)
            _check_streams(pdf)
    except pikepdf.PasswordError as locked:
        raise ValidationError(LOCKED) from locked
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as damage:
        raise ValidationError(DAMAGED) from damage
    return True


def _check_pages(pdf):
    count = len(pdf.pages)
    if not count:
        raise ValidationError(DAMAGED)
    if count > MOST_PAGES:
        raise ValidationError(TOO_LONG.format(count=count, most=MOST_PAGES))
    for number, page in enumerate(pdf.pages, start=1):
        contents = page.obj.get("/Contents")
        parts = contents if isinstance(contents, pikepdf.Array) else [contents]
        sizes = [
            _unpacked(part, MOST_OF_PAGE) for part in parts if isinstance(part, pikepdf.Stream)
        ]
        if sum(sizes) > MOST_OF_PAGE:
            raise ValidationError(TOO_FULL.format(page=number))


def _check_streams(pdf):
    """What all streams but pictures have unpacked: pictures are never unpacked here."""
    left = MOST_UNPACKED
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image":
            left -= _unpacked(one, left)
            if left < 0:
                raise ValidationError(TOO_LARGE)


def _unpacked(stream, most):
    """The bytes of a stream when unpacked; one more than ``most`` where it has more."""
    raw = stream.read_raw_bytes()
    names = stream.get("/Filter")
    filters = [str(name) for name in names] if isinstance(names, pikepdf.Array) else [str(names)]
    if filters.count("/FlateDecode") > 1:
        return most + 1  # packed twice: nothing that makes plans does it
    if "/FlateDecode" not in filters:
        return len(raw)
    try:
        return len(zlib.decompressobj().decompress(raw, max(most, 0) + 1))
    except zlib.error:
        return len(raw)
