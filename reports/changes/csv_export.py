"""Filtered changes as a document for downloads, and its CSV file."""

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
    """The changes that match a filter, the newest MOST of them at most, in the requested arrangement."""

    title: str
    partnership: str
    colour: str
    marking: str
    on: date
    asked: tuple[str, ...]  # the filter, as text
    by: str  # the arrangement: a key of ARRANGEMENTS
    page: object  # reports.changes.feed.Page
    parts: tuple  # its summaries, as FeedParts
    actions: dict  # id of an action in the summaries → its name
    freezes: (
        tuple  # the frozen reporting periods of the time of the changes, the latest freeze first
    )

    @property
    def arranged(self):
        """The arrangement as text: “by action”."""
        return f"by {ARRANGEMENTS[self.by].lower()}"

    @property
    def is_cut(self):
        return bool(self.page.older)


def read_changes(listed, filters, *, on):
    """The ChangesDocument of the changes of a ChangeList that match ``filters`` (a ChangeFilter)."""
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
        parts=tuple(arrange(page.summaries, by, listed=listed)),
        actions=names_of_actions(page.summaries),
        freezes=tuple(listed.freezes()),
    )


def write_changes(document):
    """The text of a CSV file, one row for each sentence."""
    summaries = [summary for part in document.parts for summary in part.summaries]
    rows = [cells for summary in summaries for cells in _rows(summary, document)]
    return csv_text(HEADINGS, [*rows, (cut_words(),)] if document.is_cut else rows)


def cut_words():
    return f"This file has only the latest {MOST} changes. Filter the list to download the others."


def _rows(summary, document):
    local = timezone.localtime(summary.at)
    home = summary.home.name if summary.home else ""
    period = freeze_after(summary.at, document.freezes)
    for sentence in summary.sentences:
        yield (
            f"{local:%Y-%m-%d}",
            f"{local:%H:%M}",
            summary.by_name,
            home,
            "; ".join(document.actions[pk] for pk in sentence.actions if pk in document.actions),
            period.name if period else "",
            sentence.text,
            "\n".join(text_on_one_line(text) for text in sentence.texts),
            "; ".join(rule.text for rule in sentence.marks),
            summary.reason,
        )


def text_on_one_line(text):
    """A FieldText on one line; additions and removals are named, not only marked."""
    parts = (
        part.text if part.kind == "same" else f"[{part.kind}: {part.text.strip()}] "
        for part in text.words
    )
    return f"{text.label}: {''.join(parts).strip()}"
