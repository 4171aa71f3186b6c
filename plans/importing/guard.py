"""Decides whether a file may be read as a plan, before any library opens it: its kind, its size, what it hides.

Each refusal is one sentence that names the file, and the sheet, table or page where that is known.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from plans.files.archives import kind_of_archive
from plans.files.names import clean_name
from plans.importing.guards.old_office import check_old_office
from plans.importing.guards.pdf import check_pdf
from plans.importing.guards.tables import check_document, check_workbook
from plans.importing.guards.text import check_text

MOST_BYTES = 50 * 1024 * 1024
PASTED = "pasted-table.html"  # the name of what was pasted; no file of this kind is uploaded
EXTENSIONS = ("docx", "xlsx", "csv", "tsv", "txt", "pdf", "xls", "ods")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

TAKEN = (
    "{name}: choose a Word (.docx), Excel (.xlsx or .xls), OpenDocument (.ods), CSV or PDF file. "
    "If the plan is in another kind of file, save it as one of these first."
)
EMPTY = "{name}: the file is empty."
TOO_LARGE = (
    "{name}: the file is larger than 50 MB. Remove its pictures, or save the plan’s pages alone."
)
OTHER_KIND = (
    "{name}: the name ends in .{extension}, but it is another kind of file. Open it in the program it came from and "
    "save it as .docx, .xlsx or PDF."
)


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file that may be read. Made only by ``check_plan_file``."""

    name: str
    extension: str
    content: bytes


def check_plan_file(name, content):
    """The PlanFile of a file's name and bytes; ValidationError has one sentence if it is not accepted."""
    if name == PASTED:
        return PlanFile(PASTED, "html", content)
    name, extension = clean_name(name)
    if extension not in EXTENSIONS:
        raise ValidationError(TAKEN.format(name=name))
    if not content:
        raise ValidationError(EMPTY.format(name=name))
    if len(content) > MOST_BYTES:
        raise ValidationError(TOO_LARGE.format(name=name))
    try:
        is_kind = _is(extension, content)
    except ValidationError as refused:
        raise ValidationError([about(name, text) for text in refused.messages]) from refused
    if not is_kind:
        raise ValidationError(OTHER_KIND.format(name=name, extension=extension))
    return PlanFile(name, extension, content)


def about(name, text):
    """A sentence about “the file” that says which."""
    return (
        f"{name}: {text[:1].lower()}{text[1:]}"
        if re.match(r"(?:The|This|A) ", text)
        else f"{name}: {text}"
    )


def _is(extension, content):
    if content.startswith(OLD_OFFICE):
        return check_old_office(content, extension)
    if extension in ("csv", "tsv", "txt"):
        return check_text(content)
    if extension == "pdf":
        return check_pdf(content)
    if not content.startswith(b"PK\3\4"):
        return False
    kind = kind_of_archive(content)
    if kind is None or kind.extension != extension:
        return False
    if extension == "docx":
        check_document(content)
    elif extension == "xlsx":
        check_workbook(content)
    return True
