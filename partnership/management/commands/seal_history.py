"""Seals the history since the last seal. A timer runs it once a day; without new history it does nothing."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from partnership.models import Partnership
from partnership.services.owed_seal import why_by_timetable
from partnership.services.seal import make_seal

EVERY = 50_000  # rows between two lines


class Command(BaseCommand):
    help = "Seal the history so far of every partnership and of the installation."

    def add_arguments(self, parser):
        parser.add_argument("--partnership", metavar="SLUG", help="only this partnership")

    def handle(self, *args, partnership, **options):
        for one in partnerships(partnership):
            try:
                seal = make_seal(
                    one, by=None, progress=self._progress(one), **why_by_timetable(one)
                )
            except ValidationError as refusal:
                self.stdout.write(f"{name_in_output(one)}: {' '.join(refusal.messages)}")
            else:
                self.stdout.write(f"{name_in_output(one)}: seal {seal.number}, {seal.rows:,} rows.")
                self.stdout.write(f"  {seal.digest}")

    def _progress(self, partnership):
        return progress_printer(self.stdout, partnership, "rows sealed")


def partnerships(slug):
    """The Partnership of a slug; without a slug all of them, and None for records that belong to none."""
    if slug is None:
        return [*Partnership.objects.all(), None]
    found = Partnership.objects.filter(slug=slug)
    if not found:
        raise CommandError(f"There is no partnership “{slug}”.")
    return list(found)


def name_in_output(partnership):
    return partnership.slug if partnership else "The installation"


def progress_printer(out, partnership, words):
    """A function that is called with numbers of rows and writes a line at intervals."""
    said = 0

    def progress(rows):
        nonlocal said
        if rows // EVERY > said:
            said = rows // EVERY
            out.write(f"{name_in_output(partnership)}: {rows:,} {words} …")

    return progress
