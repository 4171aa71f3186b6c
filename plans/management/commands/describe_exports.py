"""Writes the JSON Schema of plans and the data dictionaries in the documentation anew, after a change of the tables."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from partnership.tables import dictionary_markdown
from plans.exports.json import VERSION, plan_schema
from plans.exports.tables import PLAN_TABLES
from plans.feeds.tables import FEED_TABLES

SCHEMA = Path(settings.BASE_DIR, f"plans/exports/schemas/plan-{VERSION}.json")
DOCS = Path(settings.BASE_DIR, "docs/exports.md")
FEED_DOCS = Path(settings.BASE_DIR, "docs/feeds.md")
BEGINNING = "## The tables\n\n"  # of the part of a page that is made from the dictionary


class Command(BaseCommand):
    help = "Write the JSON Schema of plans and the data dictionaries in docs/exports.md and docs/feeds.md."

    def handle(self, **options):
        SCHEMA.write_text(schema_text(), encoding="utf-8")
        for page, tables in ((DOCS, PLAN_TABLES), (FEED_DOCS, FEED_TABLES)):
            text = page.read_text(encoding="utf-8")
            page.write_text(docs_text(text, tables), encoding="utf-8")


def schema_text():
    return json.dumps(plan_schema(), ensure_ascii=False, indent=1) + "\n"


def docs_text(text, tables):
    """The page ``text`` with the present dictionary of ``tables``."""
    return text.partition(BEGINNING)[0] + BEGINNING + dictionary_markdown(tables)
