"""Filtered changes as a document for downloads, and its CSV and Excel files."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from partnership.downloads import csv_text
from partnership.table_files import Masthead, write_tables
from partnership.tables import Kind, TableColumn, TableDefinition, table_csv
from plans.models.timescale import date_words
from reports.changes.arrange import (
    ACTION,
    ARRANGEMENTS,
    arrange,
    freeze_after,
    names_of_actions,
)
from reports.changes.feed import read_page

MOST = 500  # changes a file


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
    text = table_csv(CHANGES, document)
    return text + csv_text((cut_words(),), ()) if document.is_cut else text


def write_changes_workbook(document):
    """The bytes of an Excel file of the same rows."""
    cut = (cut_words(),) if document.is_cut else ()
    masthead = Masthead(
        title=document.title,
        about="Who changed what, when and why.",
        partnership=document.partnership,
        colour=document.colour,
        marking=document.marking,
        as_at=f"As at {date_words(document.on)}",
        on=document.on,
        filtered=(*document.asked, *cut),
    )
    return write_tables(masthead, (CHANGES,), document, "xlsx")


def cut_words():
    return f"This file has only the latest {MOST} changes. Filter the list to download the others."


def _records(document):
    for summary in (summary for part in document.parts for summary in part.summaries):
        local = timezone.localtime(summary.at)
        period = freeze_after(summary.at, document.freezes)
        for sentence in summary.sentences:
            named = (document.actions[pk] for pk in sentence.actions if pk in document.actions)
            yield {
                "on": local.date(),
                "time": f"{local:%H:%M}",
                "by": summary.by_name,
                "home": summary.home.name if summary.home else "",
                "actions": "; ".join(named),
                "period": period.name if period else "",
                "sentence": sentence.text,
                "texts": tuple(text_on_one_line(text) for text in sentence.texts),
                "quiet": "; ".join(rule.text for rule in sentence.marks),
                "reason": summary.reason,
            }


CHANGES = TableDefinition(
    "changes",
    "Changes",
    "One row for each sentence about a change.",
    (
        TableColumn("on", "Date", Kind.DATE, "When the change was made."),
        TableColumn("time", "Time", Kind.TEXT, "At what time."),
        TableColumn("by", "Who", Kind.TEXT, "The name at that time of who made it."),
        TableColumn(
            "home", "Belongs to", Kind.TEXT, "The plan, group or report that it belongs to."
        ),
        TableColumn("actions", "Action", Kind.TEXT, "The actions that it is about."),
        TableColumn("period", "Up to the freeze of", Kind.TEXT, "The next freeze after it."),
        TableColumn("sentence", "What changed", Kind.LONG_TEXT, "The change in a sentence."),
        TableColumn("texts", "Text", Kind.LINES, "Long texts, with what was added and removed."),
        TableColumn("quiet", "Quiet change", Kind.TEXT, "Why it is easy to miss."),
        TableColumn("reason", "Reason given", Kind.LONG_TEXT, "Why it was made."),
    ),
    _records,
)


def text_on_one_line(text):
    """A FieldText on one line; additions and removals are named, not only marked."""
    parts = (
        part.text if part.kind == "same" else f"[{part.kind}: {part.text.strip()}] "
        for part in text.words
    )
    return f"{text.label}: {''.join(parts).strip()}"
