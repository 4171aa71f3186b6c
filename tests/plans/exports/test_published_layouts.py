"""The published tables of Greenwich, Surrey, Nottingham and Gloucestershire, in plain files, read as their plans.

Word and Excel files of ours are in test_round_trip.py. These are files as others make them: text with commas, and a
plain workbook with merged cells.
"""

import csv
import io

import openpyxl
import pytest

from plans.document.current import read_plan
from plans.document.published_tables import published_tables
from plans.importing.preview import read_preview
from plans.importing.read import read_plan_file
from plans.importing.stored import file_data
from plans.models import Plan, PlanImport, PlanImportFile
from tests.helpers.builders import TODAY

SOURCES = ("greenwich", "surrey", "nottingham", "gloucestershire")


def text_of(cell, document):
    rating = document.rating(cell.rating).label if cell.rating else ""
    return "\n".join((*cell.paragraphs, *(f"• {item}" for item in cell.items))) or rating


def rows_of(document):
    """(texts, rows that each spans) of all tables: a heading in a row of its own, then the head, then the rows."""
    for table in published_tables(document):
        if table.heading:
            yield [table.heading], [1]
        for number, row in enumerate(table.rows):
            if number == 0:
                yield [*table.columns], [1] * len(table.columns)
            if row.heading:
                yield [" ".join(row.heading)], [1]
            else:
                yield [text_of(cell, document) for cell in row.cells], [c.rows for c in row.cells]


def as_csv(document):
    text = io.StringIO()
    csv.writer(text).writerows(texts for texts, _ in rows_of(document))
    return text.getvalue().encode()


def as_workbook(document):
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    for number, (texts, spans) in enumerate(rows_of(document), 1):
        for column, (text, span) in enumerate(zip(texts, spans, strict=True), 1):
            if span:
                sheet.cell(number, column, text or None)
            if span > 1:
                sheet.merge_cells(None, number, column, number + span - 1, column)
    book.save(file)
    return file.getvalue()


WRITE = {"csv": as_csv, "xlsx": as_workbook}


@pytest.mark.engine_free
@pytest.mark.parametrize("kind", WRITE)
@pytest.mark.parametrize("slug", SOURCES)
def test_a_source_plan_is_read_as_it_is(demo, db, slug, kind):
    plan = Plan.objects.select_related("partnership__house_style").get(partnership__slug=slug)
    content = WRITE[kind](read_plan(plan, on=TODAY))
    kept = PlanImport(partnership=plan.partnership, plan=plan, is_update=True)
    kept.file = PlanImportFile(tables=file_data(read_plan_file(f"plan.{kind}", content)))
    merge = read_preview(kept, on=TODAY).merge
    assert [action.wording for action in merge.added] == []
    assert [action.reference for action in merge.missing] == []
    assert [(one.reference, c.name, c.theirs) for one in merge.changed for c in one.changes] == []
    assert len(merge.unchanged) == plan.action_set.count() > 5
