"""Chooses the reader of a file by its name's ending; what it is has been checked before."""

from plans.importing.readers.delimited import read_delimited
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
    "xls": lambda content: read_old_workbook(content, "xls"),
    "ods": lambda content: read_old_workbook(content, "ods"),
}


def read_file(extension, content):
    """The SourceFile of the bytes of a file with this ending (without a dot)."""
    return READERS[extension](content)
