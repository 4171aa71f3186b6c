"""Writes a plan as a file, as it is now or as at a day: everything that the installation has of it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partnership.downloads import with_mark
from partnership.logo import read_printed_logo
from plans.exports.tables import PLAN_TABLES, find_table
from plans.models import Challenge, Plan
from reports.as_at.moments import moment_of, reason_without_records
from reports.plan_export import export_as_at, export_now
from reports.plan_files import FileChoice, write_plan_file

ENDINGS = {"pdf": "pdf", "word": "docx", "excel": "xlsx", "csv": "csv", "json": "json", "ical": "ics"}  # fmt: skip


class Command(BaseCommand):
    help = "Write the plan SLUG/PLAN (both as in its address) as a file. Whoever runs this may read everything."

    def add_arguments(self, parser):
        parser.add_argument("plan", metavar="SLUG/PLAN", help="such as exampleshire/5")
        parser.add_argument("--format", choices=ENDINGS, required=True)
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
        parser.add_argument("--as-at", metavar="DAY", help="the end of a day, such as 2026-03-31")
        parser.add_argument("--list", action="store_true", help="PDF and Word: no tables, a list")
        parser.add_argument("--table", metavar="NAME", default="actions", help="CSV: which table")

    def handle(self, *args, plan, output, as_at, **options):
        found = _find(plan)
        choice = self._choice(options)
        export = _export(found, as_at)
        logo = read_printed_logo(found.partnership)
        content = with_mark(write_plan_file(export, choice, logo=logo), choice.ending)
        content = content.encode() if isinstance(content, str) else content
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror or error}.") from error
        count = len(export.document.actions)
        self.stdout.write(f"{output}: {export.document.title}, {export.as_at}, {count} actions.")

    def _choice(self, options):
        if find_table(options["table"]) is None:
            names = ", ".join(table.name for table in PLAN_TABLES)
            raise CommandError(f"There is no table “{options['table']}”. Choose one of: {names}.")
        ending = ENDINGS[options["format"]]
        return FileChoice(ending, as_published=not options["list"], table=options["table"])


def _find(address):
    """The Plan that “exampleshire/5” names."""
    slug, _, number = address.partition("/")
    if not (slug and number.isascii() and number.isdecimal() and len(number) < 19):
        raise CommandError("Write the plan as in its address, such as exampleshire/5.")
    plans = Plan.objects.filter(partnership__slug=slug)
    found = plans.filter(pk=int(number)).select_related("partnership__house_style").first()
    if found is not None:
        return found
    numbers = [f"{slug}/{plan.pk} ({plan.title})" for plan in plans.order_by("pk")]
    if not numbers:
        raise CommandError(f"No partnership “{slug}” has a plan.")
    raise CommandError(f"{slug} has no plan {number}. It has: {', '.join(numbers)}.")


def _export(plan, as_at):
    now, challenges = timezone.now(), Challenge.objects.all()
    if as_at is None:
        return export_now(plan, challenges=challenges, now=now)
    version = moment_of(plan, as_at, now=now)
    if version is None:
        raise CommandError(reason_without_records(as_at, now=now))
    return export_as_at(plan, version, challenges=challenges, now=now)
