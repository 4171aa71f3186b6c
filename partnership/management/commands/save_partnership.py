"""Writes one archive with everything of a partnership, while people go on working."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partnership.models import Partnership
from partnership.transfer.accounts import NOBODY
from partnership.transfer.write import write_archive


class Command(BaseCommand):
    help = "Write everything of the partnership SLUG into FILE, for load_partnership in another installation."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG", help="as in its address")
        parser.add_argument("file", metavar="FILE", type=Path, help="a new file")

    def handle(self, *args, slug, file, **options):
        partnership = Partnership.objects.filter(slug=slug).first()
        if partnership is None:
            raise CommandError(f"There is no partnership “{slug}”.")
        if file.exists():
            raise CommandError(f"{file} is there already. Name another file.")
        partial = file.with_name(f"{file.name}.partial")
        try:
            partial.unlink(missing_ok=True)
            number = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            with os.fdopen(number, "w+b") as out:
                manifest = write_archive(partnership, out, made_by=NOBODY, now=timezone.now())
                out.flush()
                os.fsync(out.fileno())
            os.replace(partial, file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror or error}.") from error
        finally:
            partial.unlink(missing_ok=True)
        rows = sum(member.rows or 0 for member in manifest.members.values())
        self.stdout.write(f"{file} is complete: {partnership.name}, {rows:,} rows.")
