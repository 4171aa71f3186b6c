"""Reads an Excel workbook (.xlsx) into neutral tables, one a sheet; .xls and .ods by another library."""

from datetime import date, datetime, time
from io import BytesIO

import openpyxl
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import get_column_letter

from plans.importing.tables import Cell, Row, SourceFile, Table, lines_of

MOST_ROWS = 20_000  # of a sheet
MOST_COLUMNS = 100
# A theme's colours as Office has them unless a document says otherwise: what is filled with them is decoration.
MONTH_NAMES = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def read_excel(content):
    """The SourceFile of the bytes of an .xlsx; formulas by the values that the workbook kept."""
    values = openpyxl.load_workbook(BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(content))
    file = SourceFile("excel")
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            file.note(
                "sheet_left_out",
                f"sheet {sheet.title}",
                f"The sheet “{sheet.title}” is hidden and was left out.",
            )
            continue
        file.blocks.append(_Sheet(file, sheet, formulas[sheet.title]).table())
    return file


class _Sheet:
    def __init__(self, file, sheet, formulas):
        self.file, self.sheet, self.formulas = file, sheet, formulas
        self.where = f"sheet {sheet.title}"
        self.merged = {}  # (row, column) of every merged cell but the first → (first row, first column)
        self.spans = {}  # (row, column) of the first → columns
        for area in sheet.merged_cells.ranges:
            first = (area.min_row, area.min_col)
            self.spans[first] = area.max_col - area.min_col + 1
            for row in range(area.min_row, min(area.max_row, MOST_ROWS) + 1):
                for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1):
                    if (row, column) != first:
                        self.merged[row, column] = first

    def table(self):
        rows, hidden, calculated = [], [], []
        last = min(self.sheet.max_row or 0, MOST_ROWS)
        width = min(self.sheet.max_column or 0, MOST_COLUMNS)
        for number, cells in enumerate(self.sheet.iter_rows(max_row=last, max_col=width), start=1):
            if self.sheet.row_dimensions[number].hidden:
                if any(cell.value is not None for cell in cells):
                    hidden.append(number)
                continue
            found = tuple(self._cells(number, cells, calculated))
            rows.append(Row(found, f"{self.where}, row {number}"))
        self._tell(hidden, calculated)
        return Table(self.where, tuple(rows), self.sheet.title)

    def _cells(self, number, cells, calculated):
        for cell in cells:
            column = cell.column
            where = f"{self.where}, {get_column_letter(column)}{number}"
            if first := self.merged.get((number, column)):
                if first[0] < number and first[1] == column:
                    yield Cell(column - 1, span=self.spans[first], is_below=True, where=where)
                continue
            if self.sheet.column_dimensions[get_column_letter(column)].hidden:
                if cell.value is not None:
                    self._see_hidden_column(column)
                continue
            if cell.comment:
                self.file.note(
                    "comment_left_out",
                    where,
                    f"A comment was left out: “{' '.join(cell.comment.text.split())}”.",
                )
            if cell.data_type == "f" or self._is_formula(cell):
                calculated.append(f"{get_column_letter(column)}{number}")
            text = cell_text(cell.value, cell.number_format)
            span = self.spans.get((number, column), 1)
            yield Cell(column - 1, lines_of(text), span, _fill(cell), where=where)

    def _is_formula(self, cell):
        other = self.formulas.cell(cell.row, cell.column)
        return other.data_type == "f"

    def _see_hidden_column(self, column):
        where = f"{self.where}, column {get_column_letter(column)}"
        if all(note.where != where for note in self.file.notes):
            self.file.note("hidden_columns", where, "A hidden column was left out.")

    def _tell(self, hidden, calculated):
        if hidden:
            self.file.note(
                "hidden_rows", self.where, f"Hidden rows were left out: {_listed(hidden)}."
            )
        if calculated:
            self.file.note(
                "formula_value_used",
                self.where,
                f"The values that the workbook kept for its formulas were used: {_listed(calculated)}.",
            )


def _listed(items, most=12):
    shown = ", ".join(str(item) for item in items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most} more"


def cell_text(value, number_format=""):
    """What a person sees in the cell: a date as its format shows it (“Mar-26” is a month), a number without “.0”."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return _date_text(value, number_format)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        if "%" in number_format:
            return f"{value * 100:g}%"
        return f"{value:g}" if value != int(value) else str(int(value))
    if isinstance(value, int) and "%" in number_format:
        return f"{value * 100}%"
    return str(value)


def _date_text(value, number_format):
    form = number_format.lower().split(";")[0]
    month = MONTH_NAMES[value.month - 1]
    if "y" in form and "d" not in form:
        year = value.year if form.count("y") > 2 else f"{value.year % 100:02}"
        return f"{month}-{year}"
    if "mmmm" in form or "mmm" in form:
        return f"{value.day} {month} {value.year}"
    return f"{value.day:02}/{value.month:02}/{value.year}"


def _fill(cell):
    fill = cell.fill
    if fill is None or fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    if colour.type == "rgb" and isinstance(colour.rgb, str) and len(colour.rgb) == 8:
        return colour.rgb[2:].lower()
    if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        return COLOR_INDEX[colour.indexed][2:].lower()
    return ""


def read_old_workbook(content, kind):
    """The SourceFile of an .xls or .ods, whose formats and comments this library does not read."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    file = SourceFile("excel")
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        rows = []
        for number, values in enumerate(
            sheet.to_python(skip_empty_area=False)[:MOST_ROWS], start=1
        ):
            where = f"sheet {name}, row {number}"
            cells = tuple(
                Cell(
                    column,
                    lines_of(cell_text(value or None)),
                    where=f"sheet {name}, {get_column_letter(column + 1)}{number}",
                )
                for column, value in enumerate(values[:MOST_COLUMNS])
            )
            rows.append(Row(cells, where))
        file.blocks.append(Table(f"sheet {name}", tuple(rows), name))
    file.note(
        "check_every_row",
        "file",
        f"An .{kind} file does not say how its dates are shown. Check every date.",
    )
    return file
