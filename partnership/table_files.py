"""Some tables as one file: a sheet each in Excel, a table each in Word, the first of them in CSV."""

from dataclasses import dataclass
from datetime import date

from partnership.column_widths import fit_texts
from partnership.excel_file import ExcelColumn, ExcelFile
from partnership.palette import PALETTE
from partnership.tables import Kind, csv_value, table_csv
from partnership.word_file import WordFile
from partnership.word_table import WordCell


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
    rows = {table.name: list(table.rows(document)) for table in tables}
    fits = {table.name: fit_texts(list(_texts(table, rows[table.name]))) for table in tables}
    file.wide_pages(min(paper for paper, _ in fits.values()))  # “A3” if one needs it
    if masthead.filtered:
        file.paragraph("Filtered by:", leads=True)
        file.points(masthead.filtered)
    for table in tables:
        file.heading(table.title)
        headings = [column.heading for column in table.columns]
        cells = [
            [_cell(column, row[column.name]) for column in table.columns]
            for row in rows[table.name]
        ]
        if cells:
            file.table(headings, cells, about=table.meaning, widths=fits[table.name][1])
        else:
            file.paragraph("None.")
    return file.content()


def _texts(table, rows):
    """The texts of each column with its heading, as ``fit_texts`` takes them."""
    for column in table.columns:
        values = (csv_value(column, row[column.name]) for row in rows)
        yield [(column.heading, 0), *((str(value), 0) for value in values)]


def _values(table, document):
    for row in table.rows(document):
        yield [row[column.name] for column in table.columns]


def _cell(column, value):
    if column.kind == Kind.RATING and value is not None:
        shades = PALETTE[value.colour]
        return WordCell(label=(value.label, shades.text[1:].upper(), shades.tint[1:].upper()))
    return WordCell(tuple(str(csv_value(column, value)).splitlines()))
