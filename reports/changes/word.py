"""A ChangesDocument as a Word file."""

from django.utils import timezone

from partnership.word_file import BOLD, WordFile, comparison_runs
from plans.models.timescale import date_words
from reports.changes.csv_export import cut_words


def write_word(document, *, logo=None):
    """The file, in bytes."""
    file = WordFile(
        document,
        subtitle="As filtered" if document.asked else "All changes",
        as_at=f"As at {date_words(document.on)}",
        about=f"Who changed what, when and why, at {document.partnership}.",
        on=document.on,
        logo=logo,
    )
    _introduce(file, document)
    for part in document.parts:
        file.heading(f"{part.title}, {part.note}" if part.note else part.title)
        for summary in part.summaries:
            _write_summary(file, summary, when=summary.clock if part.day else _moment(summary))
    return file.content()


def _introduce(file, document):
    file.heading("What this is")
    cut = f" {cut_words()}" if document.is_cut else ""
    file.paragraph(
        f"Changes {document.arranged}, newest first, with who made each change and why.{cut}"
    )
    if document.asked:
        file.paragraph("Filtered by:", leads=True)
        file.points(document.asked)
    if not document.parts:
        file.paragraph("No changes match your filters.")


def _write_summary(file, summary, *, when):
    home = f", {summary.home.name}" if summary.home else ""
    file.paragraph((summary.by_name, BOLD), f", {when}{home}", leads=True)
    for sentence in summary.sentences:
        file.paragraph(sentence.text)
        for rule in sentence.marks:
            file.paragraph(("Quiet change: ", BOLD), rule.text)
        for text in sentence.texts:
            file.paragraph((f"{text.label}: ", BOLD), *comparison_runs(text.words), style="Quote")
    if summary.reason:
        file.paragraph(("Why: ", BOLD), summary.reason)


def _moment(summary):
    return f"{date_words(timezone.localtime(summary.at).date())} at {summary.clock}"
