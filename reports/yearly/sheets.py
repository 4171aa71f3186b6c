"""The yearly report on paper."""

from django.template.loader import render_to_string

from reports.render.pdf import Sheets, house_rules


def report_sheets(document):
    """A ReportDocument, ready to print."""
    return Sheets(
        render_to_string("print/report.html", {"document": document}), house_rules(document)
    )
