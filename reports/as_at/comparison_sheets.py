"""Two versions of a plan compared, for print."""

from django.template.loader import render_to_string

from reports.render.pdf import Sheets, house_rules


def comparison_sheets(context):
    """The Sheets of a Comparison (with its PlanVersions ``before`` and ``after``)."""
    document = context["after"].document
    html = render_to_string("print/comparison.html", context | {"document": document})
    return Sheets(html, house_rules(document))
