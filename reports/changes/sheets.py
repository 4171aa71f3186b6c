"""A list of changes for print."""

from collections import Counter

from django.template.loader import render_to_string

from reports.changes.csv_export import cut_words, text_on_one_line
from reports.render.pdf import Sheets, house_rules


def changes_sheets(document):
    """The Sheets of a ChangesDocument."""
    homes = Counter(summary.home.name for summary in document.page.summaries if summary.home)
    context = {
        "document": document,
        "worded": _worded,
        "cut": document.is_cut and cut_words(),
        "usual_home": max(homes, key=homes.get, default=""),
    }
    return Sheets(render_to_string("print/changes.html", context), house_rules(document))


def _worded(summary):
    """The sentences of a ChangeSummary, each with the lines of its longer texts."""
    return [
        (sentence, [text_on_one_line(text) for text in sentence.texts])
        for sentence in summary.sentences
    ]
