"""The kinds of file that are accepted as evidence."""

from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True, slots=True)
class FileKind:
    extension: str
    media_type: str
    words: str  # its name in sentences


KINDS = (
    FileKind("pdf", "application/pdf", "PDF"),
    FileKind("docx", f"{OFFICE}.wordprocessingml.document", "Word document"),
    FileKind("xlsx", f"{OFFICE}.spreadsheetml.sheet", "Excel workbook"),
    FileKind("pptx", f"{OFFICE}.presentationml.presentation", "PowerPoint presentation"),
    FileKind("odt", f"{OPEN}.text", "OpenDocument text"),
    FileKind("ods", f"{OPEN}.spreadsheet", "OpenDocument spreadsheet"),
    FileKind("odp", f"{OPEN}.presentation", "OpenDocument presentation"),
    FileKind("png", "image/png", "PNG picture"),
    FileKind("jpg", "image/jpeg", "JPEG picture"),
    FileKind("txt", "text/plain", "plain text"),
    FileKind("csv", "text/csv", "CSV file"),
)
BY_EXTENSION = {kind.extension: kind for kind in KINDS}
BY_EXTENSION["jpeg"] = BY_EXTENSION["jpg"]
MEDIA_TYPES = [(kind.media_type, kind.words) for kind in KINDS]
