"""A whole plan as JSON, and the JSON Schema of that.

``VERSION`` goes up by one with every change of a name, a kind or a meaning; new tables and columns too, since the
schema allows no others. The schema of each version stays in ``plans/exports/schemas/``.
"""

import json

from partnership.tables import Kind, TableColumn, record_schema, table_records, table_schema
from plans.exports.tables import PLAN_TABLES

FORMAT, VERSION = "safeguarding-plan", 1
SCHEMA_ID = f"urn:{FORMAT}:plan:{VERSION}"

PLAN = (
    TableColumn("id", "Id", Kind.ID, "The number of the plan in this service. It never changes."),
    TableColumn("title", "Title", Kind.TEXT, "Its title."),
    TableColumn("partnership", "Partnership", Kind.TEXT, "Whose plan it is."),
    TableColumn("period", "Period", Kind.TEXT, "The years that it is for, as written."),
    TableColumn("starts_on", "Starts", Kind.DATE, "Its first day."),
    TableColumn("ends_on", "Ends", Kind.DATE, "Its last day."),
    TableColumn("status", "Status", Kind.TEXT, "draft, agreed or closed."),
    TableColumn("introduction", "Introduction", Kind.LONG_TEXT, "What it says before its actions."),
    TableColumn("note", "Footnote", Kind.LONG_TEXT, "How it appears in print."),
    TableColumn("marking", "Marking", Kind.TEXT, "The protective marking."),
)


def write_json(export):
    """The text of the file."""
    return json.dumps(plan_data(export), ensure_ascii=False, indent=1)


def plan_data(export):
    document = export.document
    facts = {column.name: getattr(document, column.name, None) for column in PLAN}
    facts |= {"id": document.pk, "starts_on": str(document.starts_on), "ends_on": str(document.ends_on)}  # fmt: skip
    return {
        "format": FORMAT,
        "version": VERSION,
        "as_at": document.on.isoformat(),
        "made_on": export.made_on.isoformat(),
        "mark": export.mark,
        "filter": list(export.filtered),
        "plan": facts,
        **{table.name: table_records(table, export) for table in PLAN_TABLES},
    }


def plan_schema():
    """The JSON Schema (2020-12) of VERSION."""
    day = {"type": "string", "format": "date"}
    heads = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "as_at": {**day, "description": "The day of which everything here is true."},
        "made_on": {**day, "description": "The day on which the file was made."},
        "mark": {"type": "string", "description": "Version and digest of an earlier version."},
        "filter": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What was filtered by. Empty: every action of the plan.",
        },
        "plan": {"description": "The plan itself.", **record_schema(PLAN)},
    }
    properties = heads | {table.name: table_schema(table) for table in PLAN_TABLES}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "A plan of a safeguarding children partnership",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
