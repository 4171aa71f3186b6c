"""Writes the JSON Schema of plans and the data dictionary in docs/exports.md anew, after a change of the tables."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from partnership.tables import dictionary_markdown
from plans.exports.json import VERSION, plan_schema
from plans.exports.tables import PLAN_TABLES

SCHEMA = Path(settings.BASE_DIR, f"plans/exports/schemas/plan-{VERSION}.json")
DOCS = Path(settings.BASE_DIR, "docs/exports.md")
BEGINNING = "## The tables\n\n"  # of the part of the page that is made from the dictionary


class Command(BaseCommand):
    help = "Write the JSON Schema of plans and the data dictionary in docs/exports.md."

    def handle(self, **options):
        SCHEMA.write_text(schema_text(), encoding="utf-8")
        DOCS.write_text(docs_text(DOCS.read_text(encoding="utf-8")), encoding="utf-8")


def schema_text():
    return json.dumps(plan_schema(), ensure_ascii=False, indent=1) + "\n"


def docs_text(text):
    """The page ``text`` with the present dictionary."""
    return text.partition(BEGINNING)[0] + BEGINNING + dictionary_markdown(PLAN_TABLES)
