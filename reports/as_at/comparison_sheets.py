"""Two versions of a plan side by side, on paper."""

from django.template.loader import render_to_string

from reports.render.pdf import Sheets, house_rules


def comparison_sheets(context):
    """A Comparison (with its Moments ``before`` and ``after``), ready to print."""
    document = context["after"].document
    html = render_to_string("print/comparison.html", context | {"document": document})
    return Sheets(html, house_rules(document))
