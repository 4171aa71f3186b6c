"""A plan for print: in blocks, or in the partnership's own tables in landscape format."""

from math import sqrt

from django.template.loader import render_to_string

from plans.document.arrange import WAYS, arranged_sections
from plans.document.published_tables import published_tables
from reports.render.pdf import Sheets, house_rules

WIDE = """
    @page {{ size: {paper} landscape; margin: 18mm 14mm 16mm }}
    @page cover {{ margin: 34mm 24mm 24mm }}
"""

# A row of many narrow columns may be longer than half a page.
NARROW = """
    .app-published { hyphens: auto }
    .app-published tr { break-inside: auto }
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

# Millimetres of the landscape pages: the text, a character of 7.5 points, both paddings of a cell, a label's frame.
PAGES = {"A4": 269, "A3": 392}
CHARACTER, PADDING, FRAME = 1.5, 3.2, 2.2
INDENT = 3  # of a list
# Characters of the longest word that widens its column: longer ones break. Of many columns, down to SHORTEST.
LONGEST, SHORTEST = 16, 4
MOST_FOR_WORDS = 0.75


def fit_columns(tables, rating_of):
    """(paper, widths in per cent) for the columns of the tables of one plan, which are the same in every table.

    Every column holds its longest word; what is left of the page goes to columns by the square root of the length of
    their text, so that long columns get most of it and short ones are not squeezed. Where the words do not fit
    beside each other the paper is A3, and if they would take more than MOST_FOR_WORDS of it, longer words break.
    """
    count = len(tables[0].columns) if tables else 0
    texts = [list(_texts(tables, place, rating_of)) for place in range(count)]
    for paper, longest, share in _ways_to_fit():
        needs = [_narrowest(column, longest) for column in texts]
        if sum(needs) <= share * PAGES[paper]:
            break
    weights = [sqrt(sum(len(text) for text, _ in column)) for column in texts]
    left = max(0, PAGES[paper] - sum(needs))
    widths = [
        need + left * weight / (sum(weights) or 1)
        for need, weight in zip(needs, weights, strict=True)
    ]
    return paper, [round(100 * width / sum(widths), 2) for width in widths]


def _ways_to_fit():
    """(paper, the longest word that widens a column, the share of the paper for these), the most readable first."""
    yield "A4", LONGEST, 1
    for longest in range(LONGEST, SHORTEST - 1, -1):
        yield "A3", longest, MOST_FOR_WORDS


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


def _narrowest(texts, longest):
    """The millimetres that the longest word of a column needs, with its frame."""
    words = ((word, frame) for text, frame in texts for word in text.split())
    needed = (
        min(len(word), LONGEST if frame == FRAME else longest) * CHARACTER + frame
        for word, frame in words
    )
    return max(needed, default=CHARACTER) + PADDING


def summary_sheets(document, part, *, to_decide=(), asked=()):
    """The Sheets of an ExecutivePart of the plan, with the proposals and challenges that wait for the reader."""
    context = {"document": document, "part": part, "to_decide": to_decide, "asked": asked}
    html = render_to_string("print/summary.html", context)
    return Sheets(html, f"{house_rules(document)} {ONE_PAGE}")


def plan_sheets(document, *, as_published=False, by="", mark=""):
    """The Sheets of a PlanDocument: in blocks, or in the partnership's own tables in landscape format.

    ``by`` is a way to arrange the actions, as ``arranged_sections`` takes it. ``mark`` is printed after “as at” on
    every page: the version and digest of an earlier version.
    """
    context = {"document": document, "mark": mark, "way": WAYS.get(by, "")}
    if not as_published:
        context["sections"] = arranged_sections(document, by)
        return Sheets(render_to_string("print/plan.html", context), house_rules(document))
    tables = published_tables(document, by=by)
    html = render_to_string("print/plan_published.html", context | {"tables": tables})
    paper, shares = fit_columns(tables, document.rating)
    widths = "".join(
        f".app-published th:nth-child({place}) {{ width: {share}% }}"
        for place, share in enumerate(shares, start=1)
    )
    narrow = NARROW if paper == "A3" else ""
    return Sheets(html, f"{house_rules(document)} {WIDE.format(paper=paper)} {widths} {narrow}")
