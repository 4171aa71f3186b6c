"""The yearly report for print."""

from django.template.loader import render_to_string

from reports.render.pdf import Sheets, house_rules


def report_sheets(document):
    """The Sheets of a ReportDocument."""
    return Sheets(
        render_to_string("print/report.html", {"document": document}), house_rules(document)
    )
