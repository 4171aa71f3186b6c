"""A year of realistic edits as the scrutineer reads them, compared with sentences.txt.

``REWRITE_SENTENCES=1 python -m pytest tests/reports/changes/test_told_year.py`` rewrites the file. Read it aloud
before committing it: a stranger must understand every sentence.
"""

import os
from pathlib import Path

from django.utils import timezone

from reports.changes.csv_export import in_words
from reports.changes.feed import Reader, read_page
from tests.helpers.year import live_year

TOLD = Path(__file__).with_name("sentences.txt")


def told(story):
    """One change as text: when and who, each sentence with its texts and why it is a quiet change, the reason."""
    local = timezone.localtime(story.at)
    through = f", through {story.through}" if story.through == "the admin" else ""
    home = f" ({story.home.name})" if story.home else ""
    yield f"{local.day} {local:%B %Y}, {story.by_name}{through}{home}"
    for sentence in story.sentences:
        yield f"  {sentence}"
        for text in sentence.texts:
            yield from (f"      {line}" for line in in_words(text).splitlines())
        for mark in sentence.marks:
            yield f"    Quiet change: {mark.says}"
    if story.reason:
        yield f"  Why: {story.reason}"


def test_a_year_reads_as_it_should(db, clock, client_as):
    year = live_year(clock, client_as)
    reader = Reader(year.partnership, None, True)
    page = read_page(reader, reader.changes(), size=500, marked=True)
    text = "\n\n".join("\n".join(told(story)) for story in reversed(page.stories)) + "\n"
    if os.environ.get("REWRITE_SENTENCES"):
        TOLD.write_text(text, encoding="utf-8")
    assert text == TOLD.read_text(encoding="utf-8")
    assert len(page.stories) >= 100
