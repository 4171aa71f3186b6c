"""Django's migrate, and the table of the shared cache, so that it cannot be forgotten."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate


class Command(migrate.Command):
    def handle(self, *args, **options):
        super().handle(*args, **options)
        looks_only = options.get("plan") or options.get("check_unapplied")
        backend = settings.CACHES["default"]["BACKEND"]
        if not looks_only and not options.get("app_label") and backend.endswith("DatabaseCache"):
            call_command("createcachetable", database=options["database"], verbosity=0)
