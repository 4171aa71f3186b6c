"""How wide the columns of a plan's own tables are in print, and on which paper they fit."""

from partnership.column_widths import FRAME, INDENT, fit_texts


def fit_columns(tables, rating_of):
    """(paper, widths in per cent) for the columns of the tables of one plan, which are the same in every table."""
    count = len(tables[0].columns) if tables else 0
    return fit_texts([list(_texts(tables, place, rating_of)) for place in range(count)])


def _texts(tables, place, rating_of):
    """(text, width of its frame) of all texts of one column, its headings first."""
    for table in tables:
        yield table.columns[place], 0
    for cell in (row.cells[place] for table in tables for row in table.rows if row.cells):
        if cell.rows:
            yield from ((text, 0) for text in cell.paragraphs)
            yield from ((text, INDENT) for text in cell.items)
            if cell.rating:
                yield rating_of(cell.rating).label, FRAME
