"""A plan as its partners publish it: their own tables, headings and cells.

Greenwich prints a table for each priority and a row for each action; Surrey one row for each priority, with all its
statements in one cell beside shared leads and date; Nottingham one table whose number and objective span several
actions; Gloucestershire one table in which a row is both priority and action.
"""

from dataclasses import dataclass, replace
from itertools import groupby

from plans.models import Action, Column


@dataclass(frozen=True, slots=True)
class Cell:
    shows: str  # a Column.Shows value
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()  # printed as a list
    rating: str = ""  # a RatingKind value
    rows: int = 1  # how many rows it spans; 0: an earlier cell spans this row


@dataclass(frozen=True, slots=True)
class PublishedRow:
    cells: tuple[Cell, ...]
    action_pks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PublishedTable:
    heading: str  # "" where the plan prints none above this table
    note: str
    columns: tuple[str, ...]
    shows: tuple[str, ...]
    rows: tuple[PublishedRow, ...]


def published_tables(document):
    """The tables of a PlanDocument, filtered as it is, in print order. A priority without rows keeps its heading."""
    columns = document.columns or _plain_columns()
    sections = document.narrowed() if document.is_filtered else document.sections
    if "title" in {shows for _, shows in columns}:
        rows = [row for section in sections for row in _rows(section, columns)]
        return (_table("", "", columns, rows),)
    return tuple(_section_table(section, columns) for section in sections)


def _plain_columns():
    """Columns for a plan that has not chosen its own."""
    shown = (Column.Shows.NUMBER, Column.Shows.ACTION, Column.Shows.LEAD, Column.Shows.TIMESCALE)
    return tuple(
        (shows.label, shows.value) for shows in (*shown, Column.Shows.MEASURE, Column.Shows.RATING)
    )


def _section_table(section, columns):
    priority = section.priority
    if priority is None:
        return _table("", "", columns, _rows(section, columns))
    if priority.action_heading:
        columns = tuple((priority.action_heading if s == "action" else h, s) for h, s in columns)
    heading = f"{priority.heading}: {priority.title}" if priority.title else priority.heading
    return _table(heading, priority.heading_note, columns, _rows(section, columns))


def _table(heading, note, columns, rows):
    return PublishedTable(
        heading, note, tuple(h for h, _ in columns), tuple(s for _, s in columns), tuple(rows)
    )


def _rows(section, columns):
    if _shares_a_row(section):
        return [
            PublishedRow(
                tuple(_shared_cell(section, shows) for _, shows in columns), _pks(section.actions)
            )
        ]
    spanned = _spanned_by_objectives(columns)
    rows = []
    for part in section.parts:
        for index, action in enumerate(part.actions):
            cells = tuple(
                _objective_cell(part, index, shows)
                if shows in spanned and part.objective
                else _cell(section.priority, action, shows)
                for _, shows in columns
            )
            rows.append(PublishedRow(cells, (action.pk,)))
    return _span_drivers(rows)


def _span_drivers(rows):
    """The rows, in which a driver that several rows running share is one cell that spans them."""
    spanned = []
    for _, run in groupby(rows, key=_driver):
        first, *others = run
        spanned.append(_with_driver(first, rows=1 + len(others)))
        spanned += (_with_driver(row, rows=0) for row in others)
    return spanned


def _driver(row):
    """The row's driver; the row itself, like no other, where it has none."""
    texts = [cell.paragraphs for cell in row.cells if cell.shows == "driver" and cell.paragraphs]
    return texts or row


def _with_driver(row, *, rows):
    cells = (replace(cell, rows=rows) if cell.shows == "driver" else cell for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _spanned_by_objectives(columns):
    """Columns whose cells span an objective's actions: where the objective is printed, its number spans too."""
    return {"number", "objective"} if "objective" in {shows for _, shows in columns} else set()


def _objective_cell(part, index, shows):
    text = part.objective.number if shows == "number" else part.objective.title
    return Cell(shows, paragraphs=_lines(text), rows=len(part.actions) if index == 0 else 0)


def _pks(actions):
    return tuple(action.pk for action in actions)


def _shares_a_row(section):
    """Whether the plan gives leads, date or measures only to the priority and never to its actions."""
    priority = section.priority
    if priority is None or not section.actions:
        return False
    if not (priority.leads_words or priority.leads or priority.timescale.text or priority.measures):
        return False
    return not any(a.has_own_leads or a.has_own_timescale or a.measures for a in section.actions)


def _shared_cell(section, shows):
    priority = section.priority
    if shows == "action":
        return Cell(shows, paragraphs=tuple(action.wording for action in section.actions))
    if shows == "lead":
        return Cell(shows, paragraphs=_lead_lines(priority))
    if shows == "timescale":
        return Cell(shows, paragraphs=_lines(priority.timescale.text))
    if shows == "measure":
        return Cell(shows, items=tuple(measure.wording for measure in priority.measures))
    if shows in ("number", "priority"):
        return Cell(shows, paragraphs=(priority.number,))
    return Cell(shows)


def _cell(priority, action, shows):
    texts = {
        "number": action.reference,
        "priority": priority.number if priority else "",
        "driver": "\n".join(action.drivers),
        "title": priority.title if priority else "",
        "action": action.wording,
        "importance": Action.Importance(action.importance).label if action.importance else "",
        "timescale": action.timescale.text,
        "further_actions": action.further_actions,
        "progress": _progress(action.update),
    }
    if shows == "lead":
        return Cell(shows, paragraphs=_lead_lines(action))
    if shows == "measure":
        return Cell(shows, items=tuple(measure.wording for measure in action.measures))
    if shows == "rating":
        return Cell(shows, rating="" if action.rating == "grey" else action.rating)
    return Cell(shows, paragraphs=_lines(texts.get(shows, "")))


def _progress(update):
    """The last words, and below them that they were confirmed."""
    return f"{update.comment}\n{update.confirmation}" if update else ""


def _lead_lines(owner):
    """The cell as written in the plan; once the leads have been changed, their names."""
    return _lines(owner.leads_words) or tuple(lead.name for lead in owner.leads)


def _lines(text):
    return tuple(line for line in text.splitlines() if line.strip())
