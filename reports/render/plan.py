"""A plan for print: in blocks, or in the partnership's own tables in landscape format."""

from django.template.loader import render_to_string

from plans.document.arrange import WAYS, arranged_sections
from plans.document.published_tables import published_tables
from plans.exports.column_widths import fit_columns
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


def summary_sheets(document, part, *, to_decide=(), asked=()):
    """The Sheets of an ExecutivePart of the plan, with the proposals and challenges that wait for the reader."""
    context = {"document": document, "part": part, "to_decide": to_decide, "asked": asked}
    html = render_to_string("print/summary.html", context)
    return Sheets(html, f"{house_rules(document)} {ONE_PAGE}")


def plan_sheets(document, *, as_published=False, by="", mark="", filtered=()):
    """The Sheets of a PlanDocument: in blocks, or in the partnership's own tables in landscape format.

    ``by`` is a way to arrange the actions, as ``arranged_sections`` takes it. ``mark`` is printed after “as at” on
    every page: the version and digest of an earlier version. ``filtered`` says which part of the plan it is.
    """
    context = {"document": document, "mark": mark, "way": WAYS.get(by, ""), "filtered": filtered}
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
