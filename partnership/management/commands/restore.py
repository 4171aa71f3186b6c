"""Puts a file that ``back_up`` made into the database."""

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from partnership.backup import BackupError, restore


class Command(BaseCommand):
    help = "Put a backup into the database. Stop the web processes and workers first."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="a file that back_up made")
        parser.add_argument(
            "--replace", action="store_true", help="delete everything that is in the database now"
        )

    def handle(self, *args, file, replace, **options):
        try:
            restore(connection, file, replaces=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error
        # Those who had signed out by now were still signed in when the backup was made.
        Session.objects.all().delete()
        cache.clear()
        self.stdout.write(f"{file} is in the database. Everyone has to sign in again.")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("It is of another version: run manage.py migrate.")
        self.stdout.write("Run manage.py verify_history to check it.")
