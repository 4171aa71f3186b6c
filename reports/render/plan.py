"""A plan for print: in blocks, or in the partnership's own tables in landscape format."""

from math import sqrt

from django.template.loader import render_to_string

from plans.document.published_tables import published_tables
from reports.render.pdf import Sheets, house_rules

WIDE = """
    @page { size: A4 landscape; margin: 18mm 14mm 16mm }
    @page cover { margin: 34mm 24mm 24mm }
"""

# Small enough for what a plan of some forty actions has to say on one page.
ONE_PAGE = """
    @page { size: A4; margin: 14mm 14mm 14mm }
    .summary { font-size: 8.5pt; line-height: 1.3 }
    .summary h2 { margin: 2.5mm 0 1mm; font-size: 10.5pt }
    .summary ul { margin: 0; padding-left: 4mm }
    .summary p, .summary li { margin: 0 0 0.8mm }
    .summary .masthead__title { font-size: 15pt }
"""

# Millimetres of the landscape page: the text, a character of 7.5 points, both paddings of a cell, a label's frame.
PAGE, CHARACTER, PADDING, FRAME = 269, 1.5, 3.2, 2.2
LONGEST = 16  # characters of the longest word that widens its column; longer ones break


def column_shares(tables, rating_of):
    """(what a column shows, width in per cent) for all columns of the tables of one plan.

    Every column holds its longest word; what is left of the page goes to columns by the square root of the length of
    their text, so that long columns get most of it and short ones are not squeezed.
    """
    columns = dict.fromkeys(shows for table in tables for shows in table.shows)
    texts = {shows: list(_texts(tables, shows, rating_of)) for shows in columns}
    needs = {shows: _narrowest(shows, texts[shows]) for shows in columns}
    weights = {shows: sqrt(sum(map(len, texts[shows]))) for shows in columns}
    left = max(0, PAGE - sum(needs.values()))
    widths = {s: needs[s] + left * weights[s] / sum(weights.values()) for s in columns}
    return [(s, round(100 * width / sum(widths.values()), 2)) for s, width in widths.items()]


def _texts(tables, shows, rating_of):
    """All texts of one column, its headings first."""
    for table in tables:
        yield from (h for h, s in zip(table.columns, table.shows, strict=True) if s == shows)
    for cell in (cell for table in tables for row in table.rows for cell in row.cells):
        if cell.shows == shows and cell.rows:
            yield from (*cell.paragraphs, *cell.items)
            if cell.rating:
                yield rating_of(cell.rating).label


def _narrowest(shows, texts):
    words = (len(word) for text in texts for word in text.split())
    frame = FRAME if shows == "rating" else 0
    return min(max(words, default=1), LONGEST) * CHARACTER + PADDING + frame


def summary_sheets(document, part, *, to_decide=(), asked=()):
    """The Sheets of an ExecutivePart of the plan, with the proposals and challenges that wait for the reader."""
    context = {"document": document, "part": part, "to_decide": to_decide, "asked": asked}
    html = render_to_string("print/summary.html", context)
    return Sheets(html, f"{house_rules(document)} {ONE_PAGE}")


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
        f".app-published__{shows} {{ width: {share}% }}"
        for shows, share in column_shares(tables, document.rating)
    )
    return Sheets(html, f"{house_rules(document)} {WIDE} {widths}")
