"""Describes a timescale that moved: of an action, a priority or a milestone."""

from plans.models.timescale import date_words
from reports.changes.values import Fact, lower_first, quoted, reworded, shortened


def describe_move(row, moves):
    """The Fact that a timescale moved: as dates if both are known, else as text. ``moves`` say where it was agreed."""
    agreed = next((move.record.agreed_where for move in moves if move.record.agreed_where), "")
    at = f", agreed at: {agreed}" if agreed else ""
    now, before = row.record, row.before
    due = date_words(now.due_on, now.due_precision)
    if before is None:
        return Fact(f"timescale now {quoted(shortened(now.timescale))}{at}")
    due_before = date_words(before.due_on, before.due_precision)
    if due and due_before and due != due_before:
        return Fact(f"due date moved from {due_before} to {due}{at}")
    if due and not due_before:
        was = f" (was: {lower_first(shortened(before.timescale))})" if before.timescale else ""
        return Fact(f"due date set to {due}{was}{at}")
    if due_before and not due:
        now_words = f"; now says {quoted(shortened(now.timescale))}" if now.timescale else ""
        return Fact(f"due date removed (was {due_before}){now_words}{at}")
    fact = reworded("timescale", before.timescale, now.timescale)
    return Fact(f"{fact.text}{at}", fact.texts)
