"""Two versions of a plan compared, as a table: one row for each difference."""

from partnership.table_files import Masthead, write_tables
from partnership.tables import Kind, TableColumn, TableDefinition
from plans.models.timescale import date_words


def write_comparison_table(before, after, comparison, ending, *, on):
    """The content of a file of a Comparison of the documents of two PlanVersions, made on the day ``on``."""
    document = after.document
    draft = "Draft, as at" if document.status == "draft" else "As at"
    masthead = Masthead(
        title=document.title,
        about=f"Changes from {before.words} to {after.words}.",
        partnership=document.partnership,
        colour=document.colour,
        marking=document.marking,
        as_at=f"{draft} {date_words(document.on)}, {after.mark}",
        on=on,
        filtered=(f"Changes from {before.words}, {before.mark}, to {after.words}, {after.mark}",),
    )
    return write_tables(masthead, (DIFFERENCES,), comparison, ending)


def _records(comparison):
    for text in comparison.frame:
        yield _record("The plan itself", None, text.what, text.before, text.after)
    for action in comparison.added:
        yield _record("Added", action, "Action", "", action.wording)
    for action in comparison.removed:
        yield _record("Removed", action, "Action", action.wording, "")
    for one in comparison.altered:
        if one.is_rerated:
            before = comparison.before.rating(one.before.rating).label
            after = comparison.after.rating(one.after.rating).label
            yield _record("Changed", one.after, "Rating", before, after)
        for text in (*one.pairs, *one.words, *one.measures, *one.milestones):
            yield _record("Changed", one.after, text.what, text.before, text.after)


def _record(kind, action, what, before, after):
    return {
        "kind": kind,
        "reference": action.reference if action else "",
        "title": action.title if action else "",
        "what": what,
        "before": before,
        "after": after,
    }


DIFFERENCES = TableDefinition(
    "differences",
    "Differences",
    "One row for each difference between the two versions.",
    (
        TableColumn("kind", "Kind", Kind.TEXT, "Added, Removed, Changed, or of the plan itself."),
        TableColumn("reference", "Action", Kind.TEXT, "The reference of the action."),
        TableColumn("title", "Title", Kind.TEXT, "Its title."),
        TableColumn("what", "What", Kind.TEXT, "Which part of it differs."),
        TableColumn("before", "Before", Kind.LONG_TEXT, "The text of the earlier version."),
        TableColumn("after", "After", Kind.LONG_TEXT, "The text of the later version."),
    ),
    _records,
)
