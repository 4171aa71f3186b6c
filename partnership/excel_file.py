"""Excel workbooks in the house style: typed cells, a head row that stays and filters, ratings in words and colour.

Written row by row with XlsxWriter in constant memory. Nothing in a cell is ever a formula or a link.
"""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import xlsxwriter
from django.utils import timezone

from partnership.csv_cells import neutral
from partnership.palette import PALETTE
from partnership.tables import Kind
from partnership.word_text import clean

MOST = 32_767  # characters of a cell
CUT = " [Cut here: a cell of Excel holds no more. The CSV and JSON files have the whole text.]"
MOST_IN_HEADER = 250  # characters of a header or footer of a printed page; Excel has 255
EARLIEST = date(1900, 3, 1)  # the first day that every spreadsheet counts alike
WIDTHS = {
    Kind.ID: 9,
    Kind.TEXT: 18,
    Kind.LONG_TEXT: 50,
    Kind.LINES: 36,
    Kind.DATE: 13,
    Kind.MOMENT: 18,
    Kind.COUNT: 11,
    Kind.NUMBER: 11,
    Kind.YES_NO: 10,
    Kind.RATING: 17,
}
LINE, TALLEST = 13.5, 409  # points: a line of text, and what Excel allows a row
RULE = "#c5cacd"  # the line below a row
A4, A3 = 9, 8  # as Excel numbers papers
WIDE = 190  # characters beside each other that are still read on A4
FORMATS = {Kind.DATE: "d mmm yyyy", Kind.MOMENT: "d mmm yyyy hh:mm", Kind.ID: "0", Kind.COUNT: "0"}


@dataclass(frozen=True, slots=True)
class ExcelColumn:
    heading: str
    kind: Kind
    width: int = 0  # in characters; 0: by its kind
    is_hidden: bool = False
    is_printed: bool = True  # those printed come before the others

    @property
    def wide(self):
        return self.width or WIDTHS[self.kind]


class ExcelFile:
    """A workbook being written. ``document`` provides title, partnership, colour and marking."""

    def __init__(self, document, *, as_at, about, on):
        """``as_at``: “As at 22 November 2026”, on every printed page. Made on the day ``on``."""
        self.document, self.as_at = document, as_at
        self.buffer = io.BytesIO()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self.buffer, options)
        self.book.set_properties(
            {
                "title": clean(document.title)[:255],
                "author": clean(document.partnership)[:255],
                "subject": clean(about)[:255],
                "created": datetime.combine(on, time(), tzinfo=UTC).replace(tzinfo=None),
            }
        )
        ink = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
        self.ink = ink
        head = {"bold": True, "font_color": "#ffffff", "bg_color": document.colour, "border": 1}
        self.head = self.book.add_format(ink | head)
        self.title = self.book.add_format(ink | {"bold": True, "font_size": 14})
        self.bold = self.book.add_format(ink | {"bold": True})
        self.formats = {}

    def sheet(self, name, columns, rows, *, kept=0):
        """Add a sheet: ``rows`` of values for the ExcelColumns; the first ``kept`` stay in sight when it scrolls."""
        sheet = self.book.add_worksheet(name)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.wide, None, {"hidden": column.is_hidden})
        sheet.set_row(0, max(_lines(column.heading, column.wide - 3) for column in columns) * LINE)
        for place, column in enumerate(columns):
            self._write_text(sheet, 0, place, column.heading, self.head)
        number = 0
        for number, values in enumerate(rows, start=1):
            cells = list(zip(columns, values, strict=True))
            sheet.set_row(number, _height(cells))
            for place, (column, value) in enumerate(cells):
                self._write(sheet, number, place, column.kind, value)
        sheet.freeze_panes(1, kept)
        sheet.autofilter(0, 0, number, len(columns) - 1)
        self._set_up_print(sheet, columns, last=number)
        return sheet

    def lines(self, name, lines):
        """Add a sheet of text: ``lines`` are tuples of texts; the first line is its title, one text alone is bold."""
        sheet = self.book.add_worksheet(name)
        for place, width in enumerate((28, 34, 20, 80)):
            sheet.set_column(place, place, width)
        for row, texts in enumerate(lines):
            style = self.title if row == 0 else self.bold if len(texts) == 1 else self._format()
            for place, text in enumerate(texts):
                self._write_text(sheet, row, place, text, style)
        sheet.fit_to_pages(1, 0)
        self._frame(sheet, A4)

    def content(self):
        """The file, in bytes."""
        self.book.close()
        return self.buffer.getvalue()

    def _write(self, sheet, row, place, kind, value):
        if value is None or value == "":
            sheet.write_blank(row, place, None, self._format())
        elif kind in (Kind.DATE, Kind.MOMENT):
            self._write_moment(sheet, row, place, kind, value)
        elif kind == Kind.RATING:
            style = self._format(colour=value.colour)
            self._write_text(sheet, row, place, value.label, style)
        elif kind in (Kind.ID, Kind.COUNT, Kind.NUMBER):
            sheet.write_number(row, place, value, self._format(FORMATS.get(kind, "")))
        else:
            text = _words(kind, value)
            self._write_text(sheet, row, place, text, self._format(quoted=neutral(text) != text))

    def _write_moment(self, sheet, row, place, kind, value):
        day = value if kind == Kind.DATE else timezone.localdate(value)
        if day < EARLIEST:
            self._write_text(sheet, row, place, day.isoformat(), self._format())
            return
        value = value if kind == Kind.DATE else timezone.localtime(value).replace(tzinfo=None)
        sheet.write_datetime(row, place, value, self._format(FORMATS[kind]))

    def _write_text(self, sheet, row, place, text, style):
        sheet.write_string(row, place, fitting(clean(text)), style)

    def _format(self, number="", colour="", quoted=False):
        """The format of a cell. A ``quoted`` text stays text when someone edits the cell."""
        key = number, colour, quoted
        if key not in self.formats:
            looks = self.ink | {"bottom": 1, "bottom_color": RULE}
            if number:
                looks |= {"num_format": number, "align": "left"}
            if colour:
                shades = PALETTE[colour]
                looks |= {"font_color": shades.text, "bg_color": shades.tint, "bold": True}
                looks |= {"border": 1, "border_color": shades.edge}
            self.formats[key] = self.book.add_format(looks | {"quote_prefix": quoted})
        return self.formats[key]

    def _set_up_print(self, sheet, columns, *, last):
        printed = [column for column in columns if column.is_printed and not column.is_hidden]
        width = sum(column.wide for column in printed)
        sheet.print_area(0, 0, last, max(len(printed) - 1, 0))
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        self._frame(sheet, A3 if width > WIDE else A4)

    def _frame(self, sheet, paper):
        document = self.document
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
        marking = f"&R{_in_header(document.marking, 60)}" if document.marking else ""
        sheet.set_header(f"&L{_in_header(document.title, 150)}{marking}")
        foot = _in_header(f"{document.partnership}. {self.as_at}. ", 180)
        sheet.set_footer(f"&L{foot}&R&A, page &P of &N")


def fitting(text):
    """A text that Excel can hold: a longer one ends with a sentence that says where it was cut."""
    return text if utf16(text) <= MOST else _shortened(text, MOST - len(CUT)) + CUT


def utf16(text):
    """How long Excel counts a text: signs beyond the basic plane are two."""
    return len(text.encode("utf-16-le")) // 2


def _shortened(text, most):
    """The beginning of a text, of ``most`` characters as Excel counts them."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def _height(cells):
    """The points that the cells of a row need: not every program works that out when it opens the file."""
    texts = ((c.wide, _words(c.kind, v)) for c, v in cells if v and not c.is_hidden)
    lines = (_lines(text, wide) for wide, text in texts if isinstance(text, str))
    return min(max(lines, default=1) * LINE + 3, TALLEST)


def _lines(text, wide):
    """How many lines a text takes in a column of so many characters, if its words are of usual length."""
    return sum(1 + len(line) // max(wide, 1) for line in text.splitlines() or [""])


def _words(kind, value):
    if kind == Kind.LINES:
        return "\n".join(value)
    if kind == Kind.YES_NO:
        return "yes" if value else "no"
    return value


def _in_header(text, most):
    """A text in a header, where “&” begins a code: on one line, and short enough for all of them together."""
    line = " ".join(clean(text).split()).replace("&", "&&")
    return line if len(line) <= most else f"{line[: most - 1].rstrip('&')}…"
