"""Reads an Excel workbook (.xlsx) into neutral tables, one a sheet; .xls and .ods by another library."""

from io import BytesIO

import openpyxl
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from plans.importing.own_workbook import is_own_workbook
from plans.importing.readers.excel_cells import cell_text, fill_of, ink_of
from plans.importing.readers.excel_extent import Extent, read_extents
from plans.importing.tables import Cell, Row, SourceFile, Table, is_sign, lines_of, plain_lines


def read_excel(content):
    """The SourceFile of the bytes of an .xlsx; formulas by the values that the workbook kept."""
    extents = read_extents(content)
    workbook = openpyxl.load_workbook(BytesIO(content), data_only=True)
    file = SourceFile("excel")
    is_own = is_own_workbook(workbook)
    for sheet in workbook.worksheets:
        extent = extents.get(sheet.title, Extent())
        if sheet.sheet_state == "visible":
            file.blocks.append(_Sheet(file, sheet, extent, is_own=is_own).table())
        else:
            _leave_hidden_sheet(file, sheet, extent)
    for sheet in workbook.chartsheets:
        where = f"sheet {sheet.title}"
        file.note(
            "sheet_left_out", where, f"The sheet “{sheet.title}” is a chart and was left out."
        )
    return file


def _leave_hidden_sheet(file, sheet, extent):
    where = f"sheet {sheet.title}"
    file.note("sheet_left_out", where, f"The sheet “{sheet.title}” is hidden and was left out.")
    for cells in sheet.iter_rows(max_row=extent.last_row or 1, max_col=extent.last_column or 1):
        _leave_cells(file, f"{where} (hidden)", cells)


def _leave_cells(file, where, cells):
    for cell in cells:
        file.leave_out(where, cell_text(cell.value, cell.number_format))


class _Sheet:
    def __init__(self, file, sheet, extent, *, is_own=False):
        self.file, self.sheet, self.extent = file, sheet, extent
        self.lines_of = plain_lines if is_own else lines_of
        self.where = f"sheet {sheet.title}"
        self.last_row = max(extent.last_row, 1)
        self.width = max(extent.last_column, 1)
        self.merged = {}  # (row, column) of every merged cell but the first → (first row, first column)
        self.spans = {}  # (row, column) of the first → columns
        # Of a workbook of ours, the hidden columns have the ids by which its rows are known.
        self.hidden_columns = set() if is_own else self._hidden_columns()
        for area in sheet.merged_cells.ranges:
            self._add_merged(area)

    def _add_merged(self, area):
        first = (area.min_row, area.min_col)
        last_row, last_column = min(area.max_row, self.last_row), area.max_col
        if area.max_row > self.last_row:  # a last cell that is merged into rows without values
            self.last_row = last_row = min(area.max_row, self.last_row + 50)
        self.spans[first] = max(min(last_column, self.width) - area.min_col + 1, 1)
        for row in range(area.min_row, last_row + 1):
            for column in range(area.min_col, min(last_column, self.width) + 1):
                if (row, column) != first:
                    self.merged[row, column] = first

    def _hidden_columns(self):
        found = set()
        for dimension in self.sheet.column_dimensions.values():
            if dimension.hidden and dimension.min:
                found |= set(range(dimension.min, min(dimension.max, self.width) + 1))
        return found

    def table(self):
        rows, hidden, calculated = [], [], []
        for number, cells in enumerate(
            self.sheet.iter_rows(max_row=self.last_row, max_col=self.width), start=1
        ):
            if self.sheet.row_dimensions[number].hidden:
                if any(cell.value is not None for cell in cells):
                    hidden.append(number)
                    _leave_cells(self.file, f"{self.where}, row {number} (hidden)", cells)
                continue
            found = tuple(self._cells(number, cells, calculated))
            rows.append(Row(found, f"{self.where}, row {number}"))
        self._tell(hidden, calculated)
        return Table(self.where, tuple(rows), self.sheet.title)

    def _cells(self, number, cells, calculated):
        for cell in cells:
            column = cell.column
            name = f"{get_column_letter(column)}{number}"
            where = f"{self.where}, {name}"
            if first := self.merged.get((number, column)):
                if first[0] < number and first[1] == column:
                    yield Cell(column - 1, span=self.spans[first], is_below=True, where=where)
                continue
            text = cell_text(cell.value, cell.number_format)
            if column in self.hidden_columns:
                self._leave_hidden_cell(column, text)
                continue
            if cell.comment:
                said = " ".join(cell.comment.text.split())
                self.file.note("comment_left_out", where, f"A comment was left out: “{said}”.")
            if name in self.extent.formulas:
                calculated.append(name if text else f"{name} (no value)")
            fill = fill_of(cell) or (ink_of(cell) if is_sign(text) else "")
            span = self.spans.get((number, column), 1)
            yield Cell(column - 1, self.lines_of(text), span, fill, where=where)

    def _leave_hidden_cell(self, column, text):
        where = f"{self.where}, column {get_column_letter(column)}"
        if text and all(note.where != where for note in self.file.notes):
            self.file.note("hidden_columns", where, "A hidden column was left out.")
        self.file.leave_out(f"{where} (hidden)", text)

    def _tell(self, hidden, calculated):
        note = self.file.note
        if hidden:
            note("hidden_rows", self.where, f"Hidden rows were left out: {_listed(hidden)}.")
        if calculated:
            note(
                "formula_value_used",
                self.where,
                f"The values that the workbook kept for its formulas were used: {_listed(calculated)}.",
            )


def _listed(items, most=12):
    shown = ", ".join(str(item) for item in items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most} more"


def read_old_workbook(content, kind):
    """The SourceFile of an .xls or .ods, whose formats and comments this library does not read."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    file = SourceFile("excel")
    for sheet in workbook.sheets_metadata:
        where = f"sheet {sheet.name}"
        values = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        is_hidden = not str(sheet.visible).endswith("Visible")
        if is_hidden:
            said = f"The sheet “{sheet.name}” is hidden and was left out."
            file.note("sheet_left_out", where, said)
        for row in values if is_hidden else ():
            for value in row:
                file.leave_out(f"{where} (hidden)", cell_text(value))
        if not is_hidden:
            file.blocks.append(_old_table(sheet.name, where, values))
    file.note(
        "check_every_row",
        "file",
        f"An .{kind} file does not say how its dates are shown. Check every date.",
    )
    return file


def _old_table(name, where, values):
    rows = []
    for number, row in enumerate(values, start=1):
        cells = tuple(
            Cell(
                column,
                lines_of(cell_text(value)),
                where=f"{where}, {get_column_letter(column + 1)}{number}",
            )
            for column, value in enumerate(row)
        )
        rows.append(Row(cells, f"{where}, row {number}"))
    return Table(where, tuple(rows), name)
