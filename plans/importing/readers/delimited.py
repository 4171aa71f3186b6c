"""Reads CSV and other delimited text, and a table pasted from Word or Excel, into neutral tables."""

import csv
import io
import re
from html.parser import HTMLParser

from django.core.exceptions import ValidationError

from plans.importing.guards.text import decode_text
from plans.importing.tables import Cell, Row, SourceFile, Table, lines_of

DELIMITERS = ",;\t|"
MOST_CELL = 1_000_000  # characters
TOO_LONG = "Line {line} of the file begins or ends a cell that is too long to be that of a plan."


def read_delimited(content, kind="csv"):
    """The SourceFile of the bytes of a text file; ValidationError if it is not text."""
    file = SourceFile(kind)
    text = _decode(content, file)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    usual = csv.field_size_limit(MOST_CELL)  # of the whole process: other readers have their own
    try:
        file.blocks.append(_table(list(rows)))
    except csv.Error as damage:
        raise ValidationError(TOO_LONG.format(line=rows.line_num)) from damage
    finally:
        csv.field_size_limit(usual)
    return file


def _decode(content, file):
    text = decode_text(content)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            file.note(
                "guessed_encoding",
                "file",
                "The file does not say how its letters are stored. It was read as Windows text (1252): check “£”, “’” "
                "and “–”.",
            )
    return text


def _delimiter(text):
    """The sign that divides most lines into the same number of cells: quoted text is left aside."""
    bare = re.sub(r'"(?:[^"]|"")*"', "", text)
    lines = [line for line in bare.splitlines() if line.strip()][:200]

    def score(sign):
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (usual > 0) * counts.count(usual), usual

    return max(DELIMITERS, key=score)


def _table(rows, where="table 1"):
    found = []
    for number, values in enumerate(rows, start=1):
        here = f"row {number}"
        cells = tuple(
            Cell(column, lines_of(value), where=f"{here}, column {column + 1}")
            for column, value in enumerate(values)
        )
        found.append(Row(cells, here))
    return Table(where, tuple(found))


def read_pasted(text):
    """The SourceFile of a table as pasted: HTML from Word, Excel or a page, or text with tabs."""
    if re.search(r"<t[dh][\s>]", text, re.IGNORECASE):
        parser = _HtmlTables()
        parser.feed(text)
        parser.close()
        file = SourceFile("pasted")
        file.blocks.extend(parser.tables)
        return file
    file = read_delimited(text.encode(), "pasted")
    return file


class _HtmlTables(HTMLParser):
    """Tables of pasted HTML; cells with colspan and rowspan, list items and line breaks."""

    BREAKING = {"p", "div", "br", "li", "tr"}
    UNSEEN = {"del", "style", "script", "title"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables, self.rows, self.below = [], [], {}
        self.depth, self.cell = 0, None
        self.unseen = 0  # tags we are inside whose text is not shown
        self.texts = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.unseen += tag in self.UNSEEN
        if self.depth == 1 and tag in ("td", "th", "tr") and self.cell is not None:
            self._finish_cell()  # HTML may leave out where it ends
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.rows, self.below = [], {}
        elif self.depth == 1 and tag == "tr":
            self.rows.append([])
        elif self.depth == 1 and tag in ("td", "th") and self.rows:
            self.cell, self.texts = given, []
        if self.cell is not None and tag in self.BREAKING:
            self.texts.append("\n• " if tag == "li" else "\n")

    def handle_data(self, data):
        if self.cell is not None and not self.unseen:
            self.texts.append(re.sub(r"\s+", " ", data))

    def handle_endtag(self, tag):
        self.unseen -= tag in self.UNSEEN and self.unseen > 0
        if tag in ("table", "tr") and self.depth == 1 and self.cell is not None:
            self._finish_cell()
        if tag == "table":
            self.depth = max(self.depth - 1, 0)
            if self.depth == 0 and self.rows:
                self._finish_table()
        elif self.depth == 1 and tag in ("td", "th") and self.cell is not None:
            self._finish_cell()

    def _finish_cell(self):
        row, number = self.rows[-1], len(self.rows)
        column = self._fill_below(row, number)
        span = _count(self.cell.get("colspan"))
        where = f"row {number}, column {column + 1}"
        row.append(
            Cell(column, lines_of("".join(self.texts)), span, _style_fill(self.cell), where=where)
        )
        for lower in range(1, _count(self.cell.get("rowspan"))):
            self.below[number + lower, column] = span
        self.cell = None

    def _fill_below(self, row, number):
        column = row[-1].column + row[-1].span if row else 0
        while (number, column) in self.below:
            row.append(Cell(column, span=self.below.pop((number, column)), is_below=True))
            column += row[-1].span
        return column

    def _finish_table(self):
        for number, row in enumerate(self.rows, start=1):
            self._fill_below(row, number)
        rows = tuple(Row(tuple(row), f"row {number}") for number, row in enumerate(self.rows, 1))
        self.tables.append(Table(f"table {len(self.tables) + 1}", rows))


def _count(text):
    return min(max(int(text), 1), 500) if (text or "").isdecimal() else 1


def _style_fill(given):
    style = f"{given.get('style', '')};background:{given.get('bgcolor') or ''}"
    match = re.search(r"background(?:-color)?:\s*#([0-9a-f]{6})", style, re.IGNORECASE)
    return match[1].lower() if match else ""
