"""A workbook that this service has made: how it is known, and the plan that it means.

Its sheet about itself says at which moment it shows which plan, and what each column of the sheet of actions is. So it
is read by the names of its columns and the hidden ids of its actions, and nothing in it is understood from words.
"""

from dataclasses import dataclass
from datetime import datetime

from plans.importing.plan import ImportedAction, ImportedPart, SourceRow
from plans.importing.tables import Table
from plans.timescales.parse import read_timescale_words

ABOUT = "About this file"  # its sheet
PLAN, MADE_AT = "Number of the plan", "Made at"
HEADS = ("Heading", "Name")  # above the names of a sheet's columns
EXPLANATION = (
    "Change cells of the sheet of actions, save the file, and import it into the same plan. "
    "Changes on other sheets are not read."
)
# Name of a column → field of an action.
FIELDS = {
    "reference": "reference",
    "title": "title",
    "wording": "wording",
    "priority": "priority",
    "importance": "importance",
    "leads": "leads",
    "start": "start",
    "timescale": "timescale",
    "due_on": "due_on",
    "rating": "rating",
    "comment": "progress",
    "measures": "measures",
    "further_actions": "further_actions",
    "resources": "resources",
    "note": "note",
}


@dataclass(frozen=True, slots=True)
class OwnWorkbook:
    actions: Table
    names: tuple[str, ...]  # of the columns of its sheet of actions, in order
    plan: str  # id
    made_at: datetime


def is_own_workbook(book):
    """Whether an openpyxl workbook has the sheet by which ours says what it is."""
    if ABOUT not in book.sheetnames:
        return False
    return any(label == MADE_AT for (label,) in book[ABOUT].iter_rows(max_col=1, values_only=True))


def find_own_workbook(file):
    """The OwnWorkbook of a SourceFile; None if it is not one of ours."""
    tables = {table.name: table for table in file.tables}
    about = tables.get(ABOUT)
    if about is None:
        return None
    facts = {row.cell(0).text: row.cell(1).text for row in about.rows}
    sheets = _names_by_sheet(about)
    actions = next((tables[name] for name in sheets if name in tables), None)
    made_at = _moment(facts.get(MADE_AT, ""))
    if actions is None or made_at is None:
        return None
    return OwnWorkbook(
        actions, _names_of(actions, sheets[actions.name]), facts.get(PLAN, ""), made_at
    )


def _moment(text):
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _names_by_sheet(about):
    """{name of a sheet: [(heading, name of a column), …]}, as the sheet about the file lists them."""
    sheets, title, current = {}, "", None
    for row in about.rows:
        texts = [row.cell(number).text for number in range(2)]
        if tuple(texts) == HEADS:
            current = sheets.setdefault(title, [])
        elif len(row.filled) == 1 and texts[0]:
            title, current = texts[0], None
        elif current is not None and texts[1]:
            current.append(tuple(texts))
    return sheets


def _names_of(table, known):
    """The name of each column by its heading, though columns were moved or removed; "" for others."""
    left, names = list(known), []
    for number in range(table.width):
        heading = table.rows[0].cell(number).text
        found = next((pair for pair in left if pair[0] == heading), None)
        if found:
            left.remove(found)
        names.append(found[1] if found else "")
    return tuple(names)


def read_own_workbook(own, plan):
    """Put the priorities and actions of an OwnWorkbook into an ImportedPlan."""
    plan.made_at = own.made_at
    headings = [own.actions.rows[0].cell(number).text for number in range(len(own.names))]
    for row in own.actions.rows[1:]:
        texts = {name: row.cell(n).text for n, name in enumerate(own.names) if name}
        if not any(texts.get(name) for name in FIELDS):
            continue
        cells = [(heading, row.cell(n).text) for n, heading in enumerate(headings)]
        source = SourceRow(row.where, tuple((h, text) for h, text in cells if text))
        plan.actions.append(_action(plan, row, texts, source))
    unread = [n for n, name in enumerate(own.names) if name not in (*FIELDS, "id")]
    plan.note("columns_not_read", own.actions.where, _unread([headings[n] for n in unread]))
    for row in own.actions.rows[1:]:
        for number in unread:
            plan.leave_out(row.where, row.cell(number).text)


def _unread(headings):
    shown = ", ".join(f"“{heading}”" for heading in headings if heading)
    return f"This file was downloaded from here. Changes are not read in other sheets, and in the columns {shown}."


def _action(plan, row, texts, source):
    exact = {field: texts[name] for name, field in FIELDS.items() if name in texts}
    if "due_on" in exact:
        exact["due_on"] = _day(exact["due_on"])
    pk = texts.get("id", "")
    return ImportedAction(
        where=row.where,
        reference=exact.get("reference", ""),
        wording=exact.get("wording", ""),
        priority=_priority(plan, exact.get("priority", "")),
        objective="",
        leads=tuple(exact.get("leads", "").splitlines()),
        timescale=plan.timescale_of(exact.get("timescale", "")),
        measures=tuple(exact.get("measures", "").splitlines()),
        rating=exact.get("rating", ""),
        progress=exact.get("progress", ""),
        key=f"{row.where}#1",
        rows=(source,),
        pk=int(pk) if pk.isdecimal() and len(pk) < 18 else None,
        exact=exact,
    )


def _priority(plan, heading):
    """The index of the priority with this heading, which is added if the plan has it not yet; None without one."""
    if not heading:
        return None
    known = [part.heading for part in plan.priorities]
    if heading not in known:
        plan.priorities.append(ImportedPart(heading))
        return len(known)
    return known.index(heading)


def _day(text):
    """A date as “2026-10-31”; what is no date as it is."""
    found = read_timescale_words(text)
    return found.due_on.isoformat() if found.due_on and found.is_understood else text
