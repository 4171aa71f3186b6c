"""Loads the demonstration: four published plans and two invented partnerships. A second run changes nothing."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from partnership.accounts.demonstration import give_demonstration_factor
from partnership.history import Change, through
from partnership.models import Partnership
from reports.demonstration.dates import Calendar
from reports.demonstration.partnership import build_cast
from reports.demonstration.plan import PlanBuilder, day_the_plan_began
from reports.demonstration.report import write_demonstration_report
from reports.demonstration.story import Story
from reports.services.framework import load_frameworks

PUBLISHED = ("greenwich", "surrey", "nottingham", "gloucestershire")
# Each has a story: what has happened since its plan was agreed.
INVENTED = ("exampleshire", "sampleton")


class Command(BaseCommand):
    help = "Load the demonstration partnerships, unless they are there."

    def handle(self, *args, **options):
        load_frameworks()
        with through(Change.Through.DEMONSTRATION, "load_demo"):
            for slug in (*PUBLISHED, *INVENTED):
                if Partnership.objects.filter(slug=slug).exists():
                    continue
                load(slug, today=timezone.localdate())
                self.stdout.write(f"Loaded {slug}.")


@transaction.atomic
def load(slug, *, today):
    """Load one partnership from ``fixtures/<slug>.json``, relative to ``today``."""
    facts = read_fixture(slug)
    calendar = Calendar(today)
    at = day_the_plan_began(facts["plan"], calendar)
    cast = build_cast(facts, calendar, since=at.date(), at=at)
    builder = PlanBuilder(cast, facts["plan"], calendar, at=at)
    builder.build()
    if "story" in facts:
        Story(builder).tell(facts["story"])
        if "second_factor" in facts:
            give_demonstration_factor(cast.people[facts["second_factor"]])
        if "report" in facts:
            write_demonstration_report(builder, read_fixture(facts["report"]), calendar)
    else:
        builder.agree(where="", reason="Entered as published", at=at)


def read_fixture(name):
    return json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text())
