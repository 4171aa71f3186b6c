"""Reads a file into neutral tables: checked first, then by the reader of its kind."""

import logging

from django.core.exceptions import ValidationError

from plans.importing.guard import about, check_plan_file
from plans.importing.readers.delimited import read_delimited, read_pasted
from plans.importing.readers.excel import read_excel, read_old_workbook
from plans.importing.readers.pdf import read_pdf
from plans.importing.readers.word import read_word

READERS = {
    "docx": read_word,
    "xlsx": read_excel,
    "csv": read_delimited,
    "txt": read_delimited,
    "tsv": read_delimited,
    "pdf": read_pdf,
    "html": lambda content: read_pasted(content.decode()),  # what was pasted, and no file
    "xls": lambda content: read_old_workbook(content, "xls"),
    "ods": lambda content: read_old_workbook(content, "ods"),
}
UNREADABLE = (
    "{name}: the file could not be read. It may be damaged. Open it in the program it came from, save it again, and "
    "choose that file."
)
NO_TEXT = (
    "{name}: the PDF has no text, so it is probably a scan. Choose the file that it was made from."
)

logger = logging.getLogger(__name__)


def read_file(extension, content):
    """The SourceFile of the bytes of a file with this ending (without a dot)."""
    return READERS[extension](content)


def read_plan_file(name, content):
    """The SourceFile of an uploaded file; ValidationError has one sentence if it cannot be read."""
    checked = check_plan_file(name, content)
    try:
        file = read_file(checked.extension, checked.content)
    except ValidationError as refused:
        raise ValidationError([about(checked.name, one) for one in refused.messages]) from refused
    except Exception as damage:  # libraries raise anything for files that no program wrote
        logger.warning("Could not read a plan (.%s): %r", checked.extension, damage)
        raise ValidationError(UNREADABLE.format(name=checked.name)) from damage
    if checked.extension == "pdf" and not file.blocks:
        raise ValidationError(NO_TEXT.format(name=checked.name))
    return file
