"""Decides whether an uploaded file is accepted, by its content and never by its declared type."""

import hashlib
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError

from partnership.file_size import size_in_words
from plans.files.archives import kind_of_archive
from plans.files.kinds import BY_EXTENSION
from plans.files.names import clean_name
from plans.files.pictures import check_picture

TAKEN = (
    "The file must be a PDF, a Word (.docx), Excel (.xlsx) or PowerPoint (.pptx) file, an OpenDocument file, a PNG "
    "or JPEG picture, plain text or CSV."
)
OLD = (
    "The file is in an old format or protected by a password. Save it as .docx, .xlsx, .pptx or PDF without a "
    "password, then choose it again."
)
EMPTY = "The file is empty."
NOT_UTF8 = "The text must be in UTF-8. In Excel, save it as “CSV UTF-8”; in Word or Notepad, choose the encoding UTF-8."
FORMULA = (
    "The CSV file has formulas, from line {}. Replace them with their values, then choose it again."
)
ACTIVE_PDF = "The PDF contains a program. Print it to a new PDF, then choose that file."
CUT_PDF = (
    "The PDF is incomplete or has extra data after its end. Save it again, then choose that file."
)

PROGRAM_IN_PDF = re.compile(rb"/(JavaScript|Launch)\b")
END_OF_PDF = re.compile(rb"%%EOF[\s\0]{0,1000}\Z")
# The beginning of text that is a web page, a script or another kind of document.
MARKUP = re.compile(
    r"\s*(<(!doctype|html|head|body|svg|script|\?xml|\?php|!--|!entity)|%pdf-|\{\\rtf|#!|gif8[79]a)",
    re.IGNORECASE,
)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# A CSV cell that may be a formula; a minus sign alone is not ("-5", "- not asked"). Searched in one pass.
COMPUTED = re.compile(
    r"(?:^|[,;\t\r])[ \"\u00a0]*(?:[=@＝＠]|[-+＋－][^,;\t\r\n]*(?:[|!]|[A-Za-z]\())", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be stored. Made only by ``check_file``, or from a file that was checked before."""

    name: str
    media_type: str
    size: int
    sha256: str
    content: bytes = field(repr=False)

    @property
    def facts(self):
        """The fields to store beside its content."""
        names = ("name", "media_type", "size", "sha256")
        return {name: getattr(self, name) for name in names}


def check_file(name, content):
    """The CheckedFile of ``content`` (bytes) with the browser's ``name``; ValidationError has the reason if refused."""
    check_size(len(content))
    name, extension = clean_name(name)
    kind = BY_EXTENSION.get(extension)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise ValidationError(OLD)
    if kind is None:
        raise ValidationError(TAKEN)
    if not _is(kind, content):
        raise ValidationError(
            f"The file’s name ends in .{extension}, but it is a different kind of file. Save it again in the "
            "program it came from."
        )
    digest = hashlib.sha256(content).hexdigest()
    return CheckedFile(name, kind.media_type, len(content), digest, content)


def check_size(size):
    if not size:
        raise ValidationError(EMPTY)
    if size > settings.EVIDENCE_FILE_MAX_BYTES:
        most = size_in_words(settings.EVIDENCE_FILE_MAX_BYTES)
        raise ValidationError(f"The file must be {most} or smaller.")


def _is(kind, content):
    """Whether ``content`` is of this kind; raises ValidationError if it is, but is not accepted."""
    if kind.extension == "pdf":
        return content.startswith(b"%PDF-") and _check_pdf(content)
    if kind.extension == "png":
        return content.startswith(b"\x89PNG\r\n\x1a\n") and _check_picture(content, kind)
    if kind.extension == "jpg":
        return content.startswith(b"\xff\xd8\xff") and _check_picture(content, kind)
    if kind.media_type.startswith("text/"):
        return _is_text(kind, content)
    return content.startswith(b"PK\3\4") and kind_of_archive(content) == kind


def _check_picture(content, kind):
    check_picture(content, extension=kind.extension)
    return True


def _check_pdf(content):
    if not END_OF_PDF.search(content[-2_000:]):
        raise ValidationError(CUT_PDF)
    if PROGRAM_IN_PDF.search(content):
        raise ValidationError(ACTIVE_PDF)
    return True


def _is_text(kind, content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in content[:1_000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return False
        raise ValidationError(NOT_UTF8) from None
    if CONTROLS.search(text) or MARKUP.match(text):
        return False
    computed = COMPUTED.search(text) if kind.extension == "csv" else None
    if computed:
        raise ValidationError(FORMULA.format(text.count("\n", 0, computed.end()) + 1))
    return True
