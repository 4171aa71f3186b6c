"""A plan for print: in blocks, or in the partnership's own tables in landscape format."""

from django.template.loader import render_to_string

from plans.document.published_tables import published_tables
from reports.render.pdf import Sheets, house_rules

WIDE = """
    @page { size: A4 landscape; margin: 18mm 14mm 16mm }
    @page cover { margin: 34mm 24mm 24mm }
"""

# The relative width of a column, by what it shows; an empty one is as wide as its heading.
WIDTHS = {
    "number": 6.5,
    "priority": 6,
    "objective": 12,
    "driver": 17,
    "title": 10,
    "action": 22,
    "importance": 9.5,
    "lead": 11,
    "timescale": 9,
    "measure": 20,
    "further_actions": 13,
    "progress": 18,
    "rating": 8,
}
EMPTY = 8


def column_shares(tables):
    """(what a column shows, width in per cent) for all columns of the tables of one plan."""
    columns = dict.fromkeys(shows for table in tables for shows in table.shows)
    filled = {
        cell.shows
        for table in tables
        for row in table.rows
        for cell in row.cells
        if cell.paragraphs or cell.items or cell.rating
    }
    wants = {s: WIDTHS[s] if s in filled else min(WIDTHS[s], EMPTY) for s in columns}
    return [(shows, round(100 * want / sum(wants.values()), 2)) for shows, want in wants.items()]


def plan_sheets(document, *, as_published=False, mark=""):
    """The Sheets of a PlanDocument: in blocks, or in the partnership's own tables in landscape format.

    ``mark`` is printed after “as at” on every page: the version and digest of an earlier version.
    """
    context = {"document": document, "mark": mark}
    if not as_published:
        return Sheets(render_to_string("print/plan.html", context), house_rules(document))
    tables = published_tables(document)
    html = render_to_string("print/plan_published.html", context | {"tables": tables})
    widths = "".join(
        f".app-published__{shows} {{ width: {share}% }}" for shows, share in column_shares(tables)
    )
    return Sheets(html, f"{house_rules(document)} {WIDE} {widths}")
