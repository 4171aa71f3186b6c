"""Two versions of a plan compared, as a Word file."""

from partnership.text import compare_words
from partnership.word_file import BOLD, WordFile, comparison_runs
from plans.models.timescale import date_words


def write_comparison(before, after, comparison, *, on, logo=None):
    """The file, in bytes: a Comparison of the documents of two PlanVersions, made on the day ``on``."""
    document = after.document
    draft = "Draft, as at" if document.status == "draft" else "As at"
    file = WordFile(
        document,
        subtitle=f"Changes from {before.words} to {after.words}",
        as_at=f"{draft} {date_words(document.on)}, {after.mark}",
        about=f"Changes to the plan of {document.partnership}.",
        on=on,
        logo=logo,
    )
    file.heading("In numbers")
    file.paragraph(f"Before: {before.words}, {before.mark}. After: {after.words}, {after.mark}.")
    file.points(f"{number} {words}" for number, words in comparison.counted)
    if comparison.is_empty:
        file.paragraph("No differences.")
    if comparison.frame:
        file.heading("The plan itself")
        _texts(file, comparison.frame)
    _actions(file, "Added", comparison.added)
    _actions(file, "Removed", comparison.removed)
    _altered(file, comparison)
    return file.content()


def _actions(file, title, actions):
    if actions:
        file.heading(title)
    for action in actions:
        file.heading(f"{action.reference} {action.title}", 2)
        file.paragraph(action.wording)


def _altered(file, comparison):
    if comparison.altered:
        file.heading("Changed")
    for one in comparison.altered:
        file.heading(f"{one.after.reference} {one.after.title}", 2)
        if one.is_rerated:
            before = comparison.before.rating(one.before.rating).label
            after = comparison.after.rating(one.after.rating).label
            file.paragraph(("Rating: ", BOLD), f"from {before} to {after}")
        for pair in one.pairs:
            file.paragraph((f"{pair.what}: ", BOLD), f"from {pair.before} to {pair.after}")
        _texts(file, (*one.words, *one.measures, *one.milestones))


def _texts(file, texts):
    for text in texts:
        what = f"{text.what}{_came_or_went(text)}: "
        file.paragraph((what, BOLD), *comparison_runs(compare_words(text.before, text.after)))


def _came_or_went(text):
    return "" if text.before and text.after else " added" if text.after else " removed"
