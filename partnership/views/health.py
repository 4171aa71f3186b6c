"""What load balancers and monitors ask: whether the process is alive, and whether it can serve people."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, HttpResponseNotAllowed


def healthz(request):
    """The process answers. It does not ask the database: restarting the process would not mend that."""
    return _answer(request, 200, "ok")


def readyz(request):
    """The database answers and has been migrated."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return _answer(request, 503, "the database does not answer")
    if needed_migrations() - set(applied):
        return _answer(request, 503, "migrations are missing")
    return _answer(request, 200, "ready")


@cache
def needed_migrations():
    return set(MigrationLoader(None).disk_migrations)


def _answer(request, status, text):
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    response = HttpResponse(f"{text}\n", status=status, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response
