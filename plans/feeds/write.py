"""The formats of the feeds, piece by piece, so that a whole table is never in memory."""

import json

from partnership.downloads import csv_rows, with_mark
from partnership.tables import csv_value, json_value


def csv_pieces(reading):
    """The whole table as pieces of a CSV file; the first names the columns as programs do."""
    columns = reading.table.columns
    yield with_mark(csv_rows([[column.name for column in columns]]), "csv")
    for page in reading.pages():
        yield csv_rows([csv_value(c, row[c.name]) for c in columns] for row in page.rows)


def json_pieces(table, page, links):
    """One page as pieces of JSON text; ``links`` are the names and addresses that follow the rows."""
    yield '{"value":['
    for number, row in enumerate(page.rows):
        record = {c.name: json_value(c, row[c.name]) for c in table.columns}
        yield ("," if number else "") + json.dumps(record, ensure_ascii=False)
    yield "]"
    for name, address in links.items():
        yield f",{json.dumps(name)}:{json.dumps(address)}"
    yield "}"
