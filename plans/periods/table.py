"""The board of a reporting period as tables: the returns, and the ratings that changed."""

from django.utils import timezone

from partnership.table_files import Masthead, write_tables
from partnership.tables import Kind, TableColumn, TableDefinition
from plans.models.timescale import date_words

STATES = {
    "returned": "Returned with a question",
    "submitted": "Submitted",
    "ready": "Ready to submit",
    "started": "In progress",
    "missing": "Not started",
}


def write_board(period, board, ending, *, on, logo=None):
    """The content of a file with a ShownBoard, made on the day ``on``."""
    frozen = period.is_frozen and f", frozen on {date_words(timezone.localdate(period.frozen_at))}"
    masthead = Masthead.of(
        period.partnership,
        title=f"{period.name}: returns",
        subtitle=period.plan.title,
        about=f"The returns of the reporting period {period.name}.",
        as_at=f"As at {date_words(on)}{frozen or ''}",
        on=on,
    )
    return write_tables(masthead, (RETURNS, MOVEMENTS), board, ending, logo=logo)


def _returns(board):
    for asked in (row.asked for row in board.rows):
        record = asked.record
        yield {
            "name": record.name,
            "state": STATES[asked.state],
            "actions": asked.actions,
            "updated": asked.updated,
            "no_change": asked.no_change,
            "missing": asked.missing,
            "late": asked.late,
            "no_change_twice": asked.no_change_twice,
            "submitted_on": record.submitted_at and timezone.localdate(record.submitted_at),
            "submitted_by": record.submitted_by.name if record.submitted_by else "",
            "timing": record.get_timing_display() if record.is_submitted else "",
            "note": record.note,
            "question": record.question,
        }


def _movements(board):
    for action in board.travel.listed:
        yield {
            "reference": action.reference,
            "title": action.title,
            "before": board.scheme.get(action.rating_before) if action.rating_before else None,
            "after": board.scheme.get(action.rating),
            "direction": action.direction,
            "unconfirmed_since": action.unconfirmed_since,
        }


RETURNS = TableDefinition(
    "returns",
    "Returns",
    "One row for each return.",
    (
        TableColumn("name", "Return of", Kind.TEXT, "The group, post, agency or person."),
        TableColumn("state", "State", Kind.TEXT, "How far the return is."),
        TableColumn("actions", "Actions", Kind.COUNT, "How many actions it was asked about."),
        TableColumn("updated", "Updated", Kind.COUNT, "How many have an update in the period."),
        TableColumn("no_change", "No change", Kind.COUNT, "How many were reported as “no change”."),
        TableColumn("missing", "Missing", Kind.COUNT, "How many have no update in the period."),
        TableColumn("late", "Late", Kind.COUNT, "How many updates were late."),
        TableColumn("no_change_twice", "Twice", Kind.COUNT, "“No change” in the last period too."),
        TableColumn("submitted_on", "Submitted", Kind.DATE, "When it was submitted."),
        TableColumn("submitted_by", "By", Kind.TEXT, "Who submitted it."),
        TableColumn("timing", "Timing", Kind.TEXT, "On time or late."),
        TableColumn("note", "Note", Kind.LONG_TEXT, "What was written with it."),
        TableColumn("question", "Question", Kind.LONG_TEXT, "With which it was sent back."),
    ),
    _returns,
)

MOVEMENTS = TableDefinition(
    "movements",
    "Ratings that changed",
    "One row for each action whose rating changed since the period before, or has not been confirmed for long.",
    (
        TableColumn("reference", "Action", Kind.TEXT, "Its reference."),
        TableColumn("title", "Title", Kind.TEXT, "Its title."),
        TableColumn("before", "Rating before", Kind.RATING, "At the freeze of the period before."),
        TableColumn("after", "Rating", Kind.RATING, "Now, or at the freeze of this period."),
        TableColumn("direction", "Direction", Kind.TEXT, "Better or worse."),
        TableColumn("unconfirmed_since", "Not confirmed since", Kind.DATE, "If that is long ago."),
    ),
    _movements,
)
