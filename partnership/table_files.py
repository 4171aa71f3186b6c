"""Some tables as one file: a sheet each in Excel, a table each in Word, the first of them in CSV."""

from dataclasses import dataclass
from datetime import date

from partnership.excel_file import WIDTHS, ExcelColumn, ExcelFile
from partnership.palette import PALETTE
from partnership.tables import Kind, csv_value, table_csv
from partnership.word_file import WordFile
from partnership.word_table import WordCell

WIDE = 100  # characters beside each other that fit on an upright page


@dataclass(frozen=True)
class Masthead:
    """What a file says of itself: its title, whose it is, of which day, and what was filtered by."""

    title: str
    about: str
    partnership: str
    colour: str
    marking: str
    as_at: str
    on: date
    filtered: tuple[str, ...] = ()
    subtitle: str = ""

    @classmethod
    def of(cls, partnership, **facts):
        style = partnership.house_style
        named = {"colour": style.colour, "marking": style.marking}
        return cls(partnership=partnership.name, **named, **facts)


def write_tables(masthead, tables, document, ending, *, logo=None):
    """The content (bytes, or text of a CSV file) of a file with the rows of ``tables`` in ``document``."""
    if ending == "csv":
        return table_csv(tables[0], document)
    if ending == "docx":
        return _write_word(masthead, tables, document, logo)
    return _write_excel(masthead, tables, document)


def _write_excel(masthead, tables, document):
    file = ExcelFile(masthead, as_at=masthead.as_at, about=masthead.about, on=masthead.on)
    for table in tables:
        columns = [ExcelColumn(column.heading, column.kind) for column in table.columns]
        file.sheet(table.title, columns, _values(table, document))
    file.lines("About this file", _about(masthead, tables))
    return file.content()


def _about(masthead, tables):
    yield (masthead.title,)
    yield "Partnership", masthead.partnership
    yield "As at", masthead.as_at
    for words in masthead.filtered:
        yield "Filtered by", words
    for table in tables:
        yield (table.title,)
        yield "", table.meaning
        yield from ((column.heading, column.meaning) for column in table.columns)


def _write_word(masthead, tables, document, logo):
    named = {"about": masthead.about, "on": masthead.on, "logo": logo}
    file = WordFile(masthead, subtitle=masthead.subtitle, as_at=masthead.as_at, **named)
    widths = {table.name: [WIDTHS[column.kind] for column in table.columns] for table in tables}
    if max(map(sum, widths.values())) > WIDE:
        file.wide_pages("A4")
    if masthead.filtered:
        file.paragraph("Filtered by:", leads=True)
        file.points(masthead.filtered)
    for table in tables:
        file.heading(table.title)
        headings = [column.heading for column in table.columns]
        rows = [_cells(table, values) for values in _values(table, document)]
        shares = [100 * width / sum(widths[table.name]) for width in widths[table.name]]
        if rows:
            file.table(headings, rows, about=table.meaning, widths=shares)
        else:
            file.paragraph("None.")
    return file.content()


def _values(table, document):
    for row in table.rows(document):
        yield [row[column.name] for column in table.columns]


def _cells(table, values):
    return [_cell(column, value) for column, value in zip(table.columns, values, strict=True)]


def _cell(column, value):
    if column.kind == Kind.RATING and value is not None:
        shades = PALETTE[value.colour]
        return WordCell(label=(value.label, shades.text[1:].upper(), shades.tint[1:].upper()))
    return WordCell(tuple(str(csv_value(column, value)).splitlines()))
