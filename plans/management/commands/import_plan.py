"""Brings a plan in from a Word, Excel, CSV or PDF file, or says what it would bring in."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partnership.management.commands.seal_history import partnerships
from partnership.rating_scheme import Scheme
from plans.importing.match import matches_of, note_matches
from plans.importing.read import read_plan_file
from plans.importing.to_data import plan_data
from plans.importing.understand import understand
from plans.leads.names import read_names
from plans.models import Plan
from plans.services.imported_plan import add_imported_plan


class Command(BaseCommand):
    help = "Bring in a plan from FILE (.docx, .xlsx, .csv, .pdf, .xls, .ods) as a draft, and print what to check."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--partnership", metavar="SLUG", required=True)
        parser.add_argument(
            "--plan",
            metavar="PK",
            type=int,
            help="an empty draft to import into; default: a new one",
        )
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, file, partnership, plan, dry_run, **options):
        (partnership,) = partnerships(partnership)
        into = None if plan is None else _plan(partnership, plan)
        try:
            source = read_plan_file(file.name, file.read_bytes())
            imported = understand(source, **_dates(into))
            matches = _matches(partnership)
            note_matches(imported, matches)
            if not dry_run:
                into, _ = add_imported_plan(
                    imported, partnership, by=None, matches=matches, source=file.name, plan=into
                )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}.") from error
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self._print(imported, matches, None if dry_run else into, as_json=options["json"])

    def _print(self, imported, matches, plan, *, as_json):
        if as_json:
            data = plan_data(imported, matches)
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
            return
        measures = sum(len(action.measures) for action in imported.actions)
        self.stdout.write(
            f"{len(imported.priorities)} priorities, {len(imported.objectives)} objectives, "
            f"{len(imported.actions)} actions, {measures} measures; {len(imported.notes)} things to check."
        )
        for note in imported.notes:
            self.stdout.write(f"  {note.where}: {note.text} [{note.code}]")
        if plan is not None:
            self.stdout.write(f"Brought in as a draft: {plan.title} (plan {plan.pk}).")


def _plan(partnership, pk):
    found = Plan.objects.filter(partnership=partnership, pk=pk).first()
    if found is None:
        raise CommandError(f"{partnership.short_name} has no plan {pk}.")
    return found


def _dates(plan):
    """The period by which dates are read: that of the plan; else the file's own."""
    return {} if plan is None else {"starts_on": plan.starts_on, "ends_on": plan.ends_on}


def _matches(partnership):
    names = read_names(partnership, on=timezone.localdate())
    return matches_of(names, Scheme(partnership.ratingdefinition_set.all()))
