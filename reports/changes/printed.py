"""Changes taken out as they are filtered: the sentences of the page, for a spreadsheet and for paper."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from partnership.csv_cells import neutral
from reports.changes.feed import read_page

MOST = 500  # changes a file
HEADINGS = (
    "Date",
    "Time",
    "Who",
    "Belongs to",
    "What changed",
    "Words",
    "Quiet change",
    "Reason given",
)


@dataclass(frozen=True)
class ChangesDocument:
    """The changes that a filter let through, newest first: at most MOST of them."""

    title: str
    partnership: str
    colour: str
    marking: str
    on: date
    asked: tuple[str, ...]  # the filter, in words
    page: object  # reports.changes.feed.Page

    @property
    def is_cut(self):
        return bool(self.page.older)


def read_changes(listed, filters, *, on):
    """The ChangesDocument of what ``filters`` (a ChangeFilter) let through of a ChangeList."""
    partnership = listed.reader.partnership
    return ChangesDocument(
        title=listed.title,
        partnership=partnership.name,
        colour=partnership.house_style.colour,
        marking=partnership.house_style.marking,
        on=on,
        asked=tuple(words for _, words in filters.active()),
        page=read_page(listed.reader, filters.qs, size=MOST, marked=True),
    )


def write_changes(document):
    """The text of a CSV file, one row a sentence."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADINGS)
    for story in document.page.stories:
        for cells in _rows(story):
            writer.writerow([neutral(cell) for cell in cells])
    if document.is_cut:
        writer.writerow([cut_words()])
    return file.getvalue()


def cut_words():
    return f"Only the latest {MOST} changes are in this file. Filter for fewer to have the others."


def _rows(story):
    local = timezone.localtime(story.at)
    home = story.home.name if story.home else ""
    for sentence in story.sentences:
        yield (
            f"{local:%Y-%m-%d}",
            f"{local:%H:%M}",
            story.by_name,
            home,
            sentence.text,
            "\n".join(in_words(text) for text in sentence.texts),
            "; ".join(rule.says for rule in sentence.marks),
            story.reason,
        )


def in_words(text):
    """A FieldText on one line; what was added and removed is named, not only marked."""
    parts = (
        part.text if part.kind == "same" else f"[{part.kind}: {part.text.strip()}] "
        for part in text.words
    )
    return f"{text.label}: {''.join(parts).strip()}"
