"""How many rows and cells a document or workbook has, counted as its XML is unpacked and before it is built up."""

import re
import zipfile
from io import BytesIO
from xml.parsers import expat

from django.core.exceptions import ValidationError

from plans.importing.readers.excel_extent import read_extents

MOST_ROWS = 20_000  # of a file
MOST_COLUMNS = 256
MOST_CELLS = 400_000
MOST_ELEMENTS = 2_500_000  # of a Word document; one of 10,000 rows with five columns has 400,000
CHUNK = 64 * 1024
WORD_PARTS = re.compile(
    r"^word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$"
)

DAMAGED = "The file is damaged. Choose a different file."
SHEET_ROWS = "The sheet “{sheet}” has {count:,} rows; at most {most:,} can be read. Split it."
SHEET_COLUMNS = "The sheet “{sheet}” has {count:,} columns; at most {most} can be read. Remove those after the plan."
SHEET_CELLS = (
    "The sheet “{sheet}” has {count:,} cells; at most {most:,} can be read. Clear its empty rows."
)
TABLE_ROWS = (
    "The tables of the file, up to table {table}, have more than {most:,} rows, which is the most that can be read. "
    "Split it."
)
TOO_LONG = (
    "The file is too long to be read. Save the pages with the plan as a document of their own."
)


def check_workbook(content):
    cells = 0
    for sheet, extent in _damaged_as_sentence(read_extents, content).items():
        cells += extent.cells + extent.merged
        for count, most, sentence in (
            (extent.last_row, MOST_ROWS, SHEET_ROWS),
            (extent.last_column, MOST_COLUMNS, SHEET_COLUMNS),
            (cells, MOST_CELLS, SHEET_CELLS),
        ):
            if count > most:
                raise ValidationError(sentence.format(sheet=sheet, count=count, most=most))


def check_document(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if WORD_PARTS.match(name):
                _damaged_as_sentence(_count_elements, archive, name)


def _count_elements(archive, name):
    seen = {"elements": 0, "w:tr": 0, "w:tbl": 0}

    def start(element, _attributes):
        seen["elements"] += 1
        if element in seen:
            seen[element] += 1
        if seen["w:tr"] > MOST_ROWS:
            raise ValidationError(TABLE_ROWS.format(table=seen["w:tbl"], most=MOST_ROWS))
        if seen["elements"] > MOST_ELEMENTS:
            raise ValidationError(TOO_LONG)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(name) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _damaged_as_sentence(count, *given):
    try:
        return count(*given)
    except (expat.ExpatError, zipfile.BadZipFile, ValueError, KeyError, EOFError) as damage:
        raise ValidationError(DAMAGED) from damage
