"""A return as an Excel sheet for someone without an account: only the cells for answers are open."""

import io

import xlsxwriter

from partnership.excel_file import fitting
from partnership.text import clean_text
from plans.importing.own_workbook import ABOUT
from plans.importing.return_sheet import (
    ANSWERS,
    FILLED_BY,
    FIRST_ROW,
    HEAD_ROW,
    HEADS,
    SHEET,
    mark_of,
)
from plans.models.timescale import date_words

WIDTHS = (8, 9, 44, 18, 16, 44, 18, 50, 44)  # of the columns, in characters
LINE, MOST_LINES = 15, 24
LONGEST_LIST = 255  # characters of all choices of a cell, as Excel allows
HOW = (
    "Fill in the yellow cells, save the file and send it back. Choose a rating from the list. "
    "Do not name or describe a child, an adult at risk or a case."
)


def write_return_sheet(detail, ratings):
    """The file of a ReturnDetail, in bytes; ``ratings`` are the RatingDefinitions that an update may give."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _write(book, detail, ratings)
        about = book.add_worksheet(ABOUT)
        about.write_string(0, 0, mark_of(detail.record))
        about.hide()
    return buffer.getvalue()


def _write(book, detail, ratings):
    sheet, looks = book.add_worksheet(SHEET), _Looks(book)
    record = detail.record
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width, None, {"hidden": place == 0})
    _text(sheet, 0, 1, f"{record.name}: return for {record.period.name}", looks.title)
    _text(sheet, 1, 1, HOW, looks.note)
    _text(sheet, 2, 1, FILLED_BY, looks.bold)
    _text(sheet, 2, 3, "", looks.answer)
    for place, heading in enumerate(HEADS):
        _text(sheet, HEAD_ROW, place, heading, looks.head)
    for row, line in enumerate(detail.lines, FIRST_ROW):
        _write_line(sheet, row, line, looks)
    last = FIRST_ROW + max(len(detail.lines), 1) - 1
    _offer(sheet, last, [rating.label for rating in ratings])
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.protect("", {"format_rows": True, "format_columns": True, "select_locked_cells": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)


def _write_line(sheet, row, line, looks):
    action, said = line.action, line.update or line.last
    rating = line.scheme.get(action.rating).label
    reported = ""
    if said is not None:
        reported = f"{said.comment}\n({said.by_name}, {date_words(said.at.date())})".strip()
    values = (action.reference, action.title, action.timescale, rating, reported)
    sheet.write_number(row, 0, action.pk, looks.plain)
    for place, text in enumerate(values, 1):
        _text(sheet, row, place, text, looks.plain)
    for place in range(len(HEADS) - len(ANSWERS), len(HEADS)):
        _text(sheet, row, place, "", looks.answer)
    lines = max(1 + len(text) // 40 + text.count("\n") for text in values)
    sheet.set_row(row, LINE * min(max(lines, 3), MOST_LINES))


def _offer(sheet, last, labels):
    """Let the cells for ratings offer a list; one too long for Excel is left to whoever reads the file."""
    column = HEADS.index(ANSWERS["rating"])
    if sum(len(label) + 1 for label in labels) <= LONGEST_LIST and "," not in "".join(labels):
        choice = {"validate": "list", "source": labels, "error_title": "Rating"}
        choice["error_message"] = "Choose one of the ratings in the list."
        sheet.data_validation(FIRST_ROW, column, last, column, choice)


def _text(sheet, row, place, text, look):
    sheet.write_string(row, place, fitting(clean_text(text)), look)


class _Looks:
    def __init__(self, book):
        ink = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
        rule = {"border": 1, "border_color": "#b1b4b6"}
        self.plain = book.add_format(ink | rule)
        self.bold = book.add_format(ink | {"bold": True, "text_wrap": False})
        self.note = book.add_format(ink | {"text_wrap": False})
        self.title = book.add_format(ink | {"bold": True, "font_size": 14, "text_wrap": False})
        self.head = book.add_format(ink | rule | {"bold": True, "bg_color": "#eeeeee"})
        self.answer = book.add_format(ink | rule | {"bg_color": "#fff7bf", "locked": False})
