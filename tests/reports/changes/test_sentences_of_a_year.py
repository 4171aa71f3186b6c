"""A year of realistic edits as the scrutineer reads them, compared with sentences.txt.

``REWRITE_SENTENCES=1 python -m pytest tests/reports/changes/test_sentences_of_a_year.py`` rewrites the file. Read it
aloud before committing it: a stranger must understand every sentence.
"""

import os
from pathlib import Path

from django.utils import timezone

from reports.changes.csv_export import text_on_one_line
from reports.changes.feed import Reader, read_page
from tests.helpers.year import live_year

TOLD = Path(__file__).with_name("sentences.txt")


def lines_of(summary):
    """One change as text: when and who, each sentence with its texts and why it is a quiet change, the reason."""
    local = timezone.localtime(summary.at)
    through = f", through {summary.through}" if summary.through == "the admin" else ""
    home = f" ({summary.home.name})" if summary.home else ""
    yield f"{local.day} {local:%B %Y}, {summary.by_name}{through}{home}"
    for sentence in summary.sentences:
        yield f"  {sentence}"
        for text in sentence.texts:
            yield from (f"      {line}" for line in text_on_one_line(text).splitlines())
        for mark in sentence.marks:
            yield f"    Quiet change: {mark.text}"
    if summary.reason:
        yield f"  Why: {summary.reason}"


def test_a_year_reads_as_it_should(db, clock, client_as):
    year = live_year(clock, client_as)
    reader = Reader(year.partnership, None, True)
    page = read_page(reader, reader.changes(), size=500, marked=True)
    text = "\n\n".join("\n".join(lines_of(summary)) for summary in reversed(page.summaries)) + "\n"
    if os.environ.get("REWRITE_SENTENCES"):
        TOLD.write_text(text, encoding="utf-8")
    assert text == TOLD.read_text(encoding="utf-8")
    assert len(page.summaries) >= 100
