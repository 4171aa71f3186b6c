"""Copies the whole database into one file, while people go on working."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from partnership.backup import BackupError, back_up


class Command(BaseCommand):
    help = "Copy the whole database into FILE, and its digest into FILE.sha256."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="a new file, in a folder that exists")

    def handle(self, *args, file, **options):
        try:
            digest = back_up(connection, file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} is complete.\n  {digest}")
