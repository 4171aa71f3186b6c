"""Changes taken out as they are filtered: the sentences of the page, for a spreadsheet and for paper."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from partnership.downloads import csv_text
from reports.changes.arrange import (
    ACTION,
    ARRANGEMENTS,
    arrange,
    freeze_after,
    names_of_actions,
)
from reports.changes.feed import read_page

MOST = 500  # changes a file
HEADINGS = (
    "Date",
    "Time",
    "Who",
    "Belongs to",
    "Action",
    "Up to the freeze of",
    "What changed",
    "Text",
    "Quiet change",
    "Reason given",
)


@dataclass(frozen=True)
class ChangesDocument:
    """The changes that a filter let through, the newest MOST of them at most, as they were asked to be arranged."""

    title: str
    partnership: str
    colour: str
    marking: str
    on: date
    asked: tuple[str, ...]  # the filter, in words
    by: str  # how they are arranged: a key of ARRANGEMENTS
    page: object  # reports.changes.feed.Page
    parts: tuple  # its stories, as reports.changes.arrange.Parts
    actions: dict  # id of an action that they are about → its name
    freezes: tuple  # the frozen reporting periods among which they fell, the latest freeze first

    @property
    def arranged(self):
        """How they are arranged, in a few words: “by action”."""
        return f"by {ARRANGEMENTS[self.by].lower()}"

    @property
    def is_cut(self):
        return bool(self.page.older)


def read_changes(listed, filters, *, on):
    """The ChangesDocument of what ``filters`` (a ChangeFilter) let through of a ChangeList."""
    partnership, by = listed.reader.partnership, filters.arrangement
    page = read_page(listed.reader, filters.qs, size=MOST, marked=True, each=by == ACTION)
    return ChangesDocument(
        title=listed.title,
        partnership=partnership.name,
        colour=partnership.house_style.colour,
        marking=partnership.house_style.marking,
        on=on,
        asked=tuple(words for _, words in filters.active()),
        by=by,
        page=page,
        parts=tuple(arrange(page.stories, by, listed=listed)),
        actions=names_of_actions(page.stories),
        freezes=tuple(listed.freezes()),
    )


def write_changes(document):
    """The text of a CSV file, one row a sentence."""
    stories = [story for part in document.parts for story in part.stories]
    rows = [cells for story in stories for cells in _rows(story, document)]
    return csv_text(HEADINGS, [*rows, (cut_words(),)] if document.is_cut else rows)


def cut_words():
    return f"This file has only the latest {MOST} changes. Filter the list to download the others."


def _rows(story, document):
    local = timezone.localtime(story.at)
    home = story.home.name if story.home else ""
    period = freeze_after(story.at, document.freezes)
    for sentence in story.sentences:
        yield (
            f"{local:%Y-%m-%d}",
            f"{local:%H:%M}",
            story.by_name,
            home,
            "; ".join(document.actions[pk] for pk in sentence.actions if pk in document.actions),
            period.name if period else "",
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
