"""Files of Office before 2007, and files with a password, which are kept in the same kind of container."""

from django.core.exceptions import ValidationError

LOCKED = "The file is protected by a password. Save it without a password, then choose it again."
MACROS = "The file contains macros. Save it as .xlsx, then choose it again."
OLD_WORD = (
    "The file is in the format of Word before 2007 (.doc). Open it in Word and save it as .docx."
)
OLD_OTHER = "The file is in an old format. Open it in the program it came from and save it as .docx, .xlsx or PDF."
RENAMED = "The file is in the format of Excel before 2007. Rename it to .xls, or open it in Excel and save it as .xlsx."


def check_old_office(content, extension):
    """True for an .xls that may be read; ValidationError for all else in such a container."""
    if _has(content, "EncryptedPackage") or _has(content, "EncryptionInfo"):
        raise ValidationError(LOCKED)
    if _has(content, "WordDocument"):
        raise ValidationError(OLD_WORD)
    if not (_has(content, "Workbook") or _has(content, "Book")):
        raise ValidationError(OLD_OTHER)
    if _has(content, "_VBA_PROJECT"):
        raise ValidationError(MACROS)
    if extension != "xls":
        raise ValidationError(RENAMED)
    return True


def _has(content, stream):
    """Whether the container has an entry of this name, which it keeps in UTF-16 after the whole of the name before."""
    return f"{stream}\0".encode("utf-16-le") in content
