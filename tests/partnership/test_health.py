"""/healthz and /readyz: without a host's name, HTTPS, a session or, for the first, the database; and nothing leaks."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from partnership.views import health


@pytest.fixture
def applied(monkeypatch):
    """``applied(…)``: what the database says of its migrations."""

    def applied(answer):
        def read(self):
            if isinstance(answer, Exception):
                raise answer
            return dict.fromkeys(answer)

        monkeypatch.setattr(MigrationRecorder, "applied_migrations", read)

    monkeypatch.setattr(health, "needed_migrations", lambda: {("plans", "0001"), ("plans", "0002")})
    return applied


def ask(path, **more):
    response = Client().get(path, HTTP_HOST="10.0.0.7:8000", **more)
    return response.status_code, response.content.decode()


def test_alive_without_a_database(monkeypatch):
    monkeypatch.setattr(connection, "cursor", None)
    assert ask("/healthz") == (200, "ok\n")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ([("plans", "0001"), ("plans", "0002"), ("gone", "0001")], (200, "ready\n")),
        ([("plans", "0001")], (503, "migrations are missing\n")),
        (OperationalError("host secret.internal refused"), (503, "the database does not answer\n")),
    ],
)
def test_readyz_answers_whether_the_database_is_there(db, applied, answer, told):
    applied(answer)
    assert ask("/readyz") == told


def test_all_migrations_are_needed(db, settings):
    settings.MIGRATION_MODULES = {}
    health.needed_migrations.cache_clear()
    assert ("plans", "0001_initial") in health.needed_migrations()
    health.needed_migrations.cache_clear()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_neither_https_nor_a_host_of_ours_is_needed_and_nothing_is_kept(db, settings, path):
    settings.ALLOWED_HOSTS = ["plan.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get(path, HTTP_HOST="10.0.0.7")

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert Client().post(path).status_code == 405
