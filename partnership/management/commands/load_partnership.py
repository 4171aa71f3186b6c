"""Makes a partnership again from its archive, in an installation that is empty."""

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from partnership.services.transfer import load_archive
from partnership.transfer.manifest import ArchiveError


class Command(BaseCommand):
    help = "Load an archive that save_partnership made. The installation must be empty."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="the archive")

    def handle(self, *args, file, **options):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(
                "The database has no tables of this version. Run manage.py migrate first."
            )
        try:
            manifest = load_archive(file)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        cache.clear()
        rows = sum(member.rows or 0 for member in manifest.members.values())
        self.stdout.write(f"{manifest.partnership['name']} is loaded: {rows:,} rows.")
        self.stdout.write(
            "Nobody has a password yet: people choose one with “Forgotten your password?”."
        )
        self.stdout.write("Run manage.py verify_history to check it.")
