"""A plan as a Word file: in the partnership's own tables, or as a list with everything that is known of each action."""

from itertools import groupby

from partnership.palette import PALETTE
from partnership.word_file import BOLD, WordFile
from partnership.word_table import WordCell
from plans.document.arrange import WAYS, arranged_sections
from plans.document.published_tables import published_tables
from plans.exports.action_table import local_day
from plans.exports.column_widths import fit_columns
from plans.leads.words import lead_words
from plans.models import Action
from plans.models.timescale import date_words

NO_ACTIONS = "No actions match your filters."


def write_word(export, *, as_published, by="", logo=None):
    """The file, in bytes. ``by`` is a way to arrange the actions, as ``arranged_sections`` takes it."""
    document = export.document
    file = WordFile(
        document,
        subtitle=", ".join(filter(None, (document.period, WAYS.get(by, "")))),
        as_at=export.as_at,
        about=f"The plan of {document.partnership}, {'in its own tables' if as_published else 'action by action'}.",
        on=export.made_on,
        logo=logo,
    )
    if export.filter_lines:
        file.paragraph("Filtered by:", leads=True)
        file.points(export.filter_lines)
    else:
        _introduce(file, document)
    if document.is_filtered and not document.shown:
        file.paragraph(NO_ACTIONS)
    elif as_published:
        _write_tables(file, document, by)
    else:
        sections = arranged_sections(document, by)
        write_sections(file, document, sections, readers=document.legend.readers)
    return file.content()


def _introduce(file, document):
    if not (document.introduction or document.note or document.core_activities):
        return
    file.heading("About this plan")
    file.formatted(document.introduction)
    if document.note:
        file.paragraph(document.note)
    if document.core_activities:
        file.heading("Core activities", 2)
    for heading, activities in groupby(document.core_activities, key=lambda one: one[0]):
        if heading:
            file.heading(heading, 3)
        file.points(wording for _, wording in activities)


def _write_tables(file, document, by):
    tables = published_tables(document, by=by)
    paper, widths = fit_columns(tables, document.rating)
    file.wide_pages(paper)
    for table in tables:
        if table.heading:
            file.heading(table.heading)
        if table.note:
            file.paragraph(table.note)
        if table.rows:
            rows = (_cells(row, document) for row in table.rows)
            about = table.heading or "Actions in the plan"
            file.table(table.columns, rows, about=about, widths=widths)


def _cells(row, document):
    if row.heading:
        return [WordCell(row.heading, is_heading=True)]
    return [
        WordCell(cell.paragraphs, cell.items, _label(cell.rating, document), cell.rows)
        for cell in row.cells
    ]


def _label(key, document):
    if not key:
        return ()
    rating = document.rating(key)
    shades = PALETTE[rating.colour]
    return rating.label, shades.text.lstrip("#").upper(), shades.tint.lstrip("#").upper()


def write_sections(file, document, sections, *, readers, level=1):
    """Write the actions of sections of a PlanDocument for such Readers; headings begin at ``level``."""
    for section in sections:
        file.heading(section.title, level)
        if section.priority:
            _write_priority(file, section.priority, readers)
        for part in section.parts:
            if part.objective:
                number, title = part.objective.number, part.objective.title
                words = f"Objective {number}: {title}" if title else f"Objective {number}"
                file.heading(words, level + 1)
            below = level + (2 if part.objective else 1)
            for action in part.actions:
                file.heading(f"{action.reference} {action.title}".strip(), below)
                _write_action(file, action, document, readers)
        for see in section.see:
            file.paragraph(f"See {see.reference} {see.title}")


def _write_priority(file, priority, readers):
    if priority.heading_note:
        file.paragraph(priority.heading_note)
    _fact(file, "Who leads", "; ".join(map(lead_words, priority.leads)))
    _fact(file, "Timescale", _on_one_line(priority.timescale.text))
    _write_measures(file, priority.measures, readers)


def _write_action(file, action, document, readers):
    rating = document.rating(action.rating)
    overdue = ". Overdue" if action.is_overdue else ""
    before = document.rating(action.rating_before).label if action.direction else ""
    moved = f" ({action.direction}: was {before})" if before else ""
    file.paragraph(("Rating: ", BOLD), f"{rating.label}{moved}{overdue}", leads=True)
    file.paragraph(action.wording)
    _fact(file, "Who leads", "; ".join(map(lead_words, action.leads)) or "none yet")
    _fact(file, "Timescale", _timescale(action.timescale) or "no timescale")
    _fact(file, "Not to start before", action.start.text)
    _fact(file, "Importance", action.importance and Action.Importance(action.importance).label)
    _fact(file, "Why", "; ".join(map(str, action.drivers)))
    _fact(file, "What became of it", ". ".join(action.succession))
    if action.milestones:
        file.paragraph(("Milestones", BOLD), leads=True)
        file.points(point.words for point in action.milestones)
    _write_measures(file, action.measures, readers)
    if action.update:
        _write_update(file, action.update)


def _write_measures(file, measures, readers):
    if not measures:
        return
    file.paragraph(("How we will know", BOLD), leads=True)
    file.points(_measure(measure, readers) for measure in measures)


def _measure(measure, readers):
    """“Families are seen: 63% in January (2 pieces of evidence)”."""
    numbers = f": {measure.series.words(readers)}" if measure.series else ""
    pieces = f"{measure.evidence} piece{'' if measure.evidence == 1 else 's'} of evidence"
    return f"{measure.wording}{numbers}{f' ({pieces})' if measure.evidence else ''}"


def _write_update(file, update):
    when = date_words(local_day(update.at))
    if update.comment:
        file.paragraph(update.comment, style="Quote", leads=True)
        file.paragraph(f"{update.by_name}, {when}{', corrected' if update.corrected_at else ''}")
    else:
        file.paragraph(f"Rated by {update.by_name}, {when}")
    _fact(file, "Next", update.next_steps)
    _fact(file, "Instead", update.came_instead)
    if update.confirmation:
        file.paragraph(update.confirmation)


def _timescale(timescale):
    """“By March 2027 (first agreed: By December 2026)”."""
    words = _on_one_line(timescale.text)
    if timescale.has_moved:
        words += f" (first agreed: {_on_one_line(timescale.first_text)})"
    return words


def _fact(file, name, words):
    if words:
        file.paragraph((f"{name}: ", BOLD), words)


def _on_one_line(text):
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())
