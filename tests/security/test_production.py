"""Production settings: no warnings, and no start without the settings that have no safe default."""

import os
import re
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

pytestmark = pytest.mark.engine_free

GIVEN = {
    "SECRET_KEY": "$one-of-those-keys-that-begin-with-a-dollar-sign-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "plan.example.org",
    "DATABASE_URL": "sqlite:////nowhere/plan.sqlite3",
}
OURS = {
    *GIVEN,
    "DEBUG",
    "DEMONSTRATION",
    "SECOND_FACTOR",
    "SITE_URL",
    "POSTGRES_OPTIONS",
    "POSTGRES_PREPARED",
    "STATICFILES_BACKEND",
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
}


def manage(*arguments, **environment):
    return python(str(ROOT / "manage.py"), *arguments, **environment)


def python(*arguments, **environment):
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, env=kept | environment, capture_output=True, text=True, cwd=ROOT, check=False
    )


def test_check_deploy_has_nothing_to_say():
    done = manage("check", "--deploy", "--fail-level", "DEBUG", **GIVEN)
    assert (done.returncode, done.stdout.strip()) == (
        0,
        "System check identified no issues (0 silenced).",
    ), done.stderr


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize("value", [None, " "])
def test_does_not_start_without(name, value):
    given = {**GIVEN, name: value}
    done = manage("check", **{n: v for n, v in given.items() if v is not None})
    assert done.returncode != 0
    assert re.search(rf"ImproperlyConfigured: Set {name} \(.+\), or DEMONSTRATION=1", done.stderr)
    assert GIVEN["SECRET_KEY"][1:] not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY must be at least 50 random characters."),
        ("SECRET_KEY", "ab" * 40, "SECRET_KEY must be at least 50 random characters."),
        ("ALLOWED_HOSTS", "plan.example.org,*", "ALLOWED_HOSTS must name the hosts"),
        *(
            ("SECOND_FACTOR", value, "SECOND_FACTOR is nobody, business_managers or everybody.")
            for value in ("everyone", "Everybody", "1", "nobody,everybody", "")
        ),
    ],
)
def test_does_not_start_with(name, value, sentence):
    done = manage("check", **GIVEN | {name: value})
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {sentence}" in done.stderr
    if name != "SECOND_FACTOR":
        assert value not in done.stderr.replace("“*”", "") or value == "short"


@pytest.mark.parametrize(
    "value", ["http://plan.example.org", "plan.example.org", "https://plan.example.org/plans"]
)
def test_does_not_start_with_such_an_address_of_its_own(value):
    done = manage("check", **GIVEN | {"SITE_URL": value})
    assert done.returncode != 0
    assert "ImproperlyConfigured: SITE_URL is https:// and a host" in done.stderr


def test_sends_no_reminders_without_an_address_for_their_links():
    done = manage("send_reminders", **GIVEN)
    assert done.returncode != 0
    assert "CommandError: Nothing was sent. Set SITE_URL to the address of this site" in done.stderr


BAD = {
    "DATABASE_URL": ["nonsense", "postgres://", "postgres://host", "mysql://host/name", "sqlite://", "postgres://u:p@h:port/n"],
    "DEBUG": ["perhaps"],
    "DEMONSTRATION": ["2"],
    "CSRF_TRUSTED_ORIGINS": ["plan.example.org"],
    "EMAIL_PORT": ["smtp", "-1", "70000"],
    "EMAIL_USE_TLS": ["starttls"],
    "EMAIL_BACKEND": ["smtp", "a b.C"],
    "DEFAULT_FROM_EMAIL": ["plan", "a@b\nBcc: c@d"],
    "BEHIND_PROXY": ["nginx"],
    "TRUSTED_PROXIES": ["10.0.0.1"],
    "HSTS_SUBDOMAINS": ["none"],
    "OPENID_CONNECT": ["{", "{}", '[{"id": "a"}]'],
    "EVIDENCE_FILE_MAX_BYTES": ["10 MB", "0"],
    "EVIDENCE_TOTAL_MAX_BYTES": ["2e9"],
    "PAGES_DIR": ["/nowhere/pages"],
    "CACHE_URL": ["nonsense", "redis"],
    "STATICFILES_BACKEND": ["none"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in BAD.items() for v in values])
def test_a_setting_that_cannot_be_meant_is_named_in_one_sentence(name, value):
    done = manage("check", **GIVEN | {name: value})
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("ImproperlyConfigured: ")
    assert name in line
    assert line.endswith(".")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONN_MAX_AGE", "a minute"),
        ("POSTGRES_PREPARED", "never"),
    ],
)
def test_so_is_one_of_postgresql(name, value):
    given = GIVEN | {"DATABASE_URL": "postgres://plan:s3cret@host/plan", name: value}
    done = manage("check", **given)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"ImproperlyConfigured: {name} must be ")


def test_a_password_in_an_address_is_not_repeated():
    done = manage("check", **GIVEN | {"DATABASE_URL": "postgres://plan:s3cret@host:port/plan"})
    assert "DATABASE_URL must be" in done.stderr
    assert "s3cret" not in done.stderr


def test_a_database_that_is_away_is_told_in_two_lines():
    done = manage("migrate", **GIVEN | {"DATABASE_URL": "postgres://u@//nowhere/plan"})
    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be used: ")
    assert done.stderr.endswith("Check DATABASE_URL and that the database is running.\n")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("value", ["nobody", "business_managers", "everybody"])
def test_each_rule_for_second_factors_is_taken_from_the_environment(value):
    """By the settings alone: ``manage.py check`` would load the whole application each time."""
    code = "from django.conf import settings; print(settings.SECOND_FACTOR)"
    given = GIVEN | {"DJANGO_SETTINGS_MODULE": "partnership.settings", "SECOND_FACTOR": value}
    done = python("-c", code, **given)
    assert (done.returncode, done.stdout.strip()) == (0, value), done.stderr


SHOWN = """
from django.conf import settings
from django.test import Client
for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
             "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_AGE", "DEBUG", "ADMINS"):
    print(name, getattr(settings, name))
client = Client()
there = {"HTTP_HOST": "plan.example.org"}
answer = client.get("/help/", **there)
print("PLAIN", answer.status_code, answer.get("Location"))
answer = client.get("/.well-known/security.txt", secure=True, **there)
for name in ("Strict-Transport-Security", "X-Frame-Options", "X-Content-Type-Options",
             "Referrer-Policy", "Cross-Origin-Opener-Policy"):
    print(name, answer[name])
"""


def test_what_production_sends():
    done = manage("shell", "--no-imports", "--command", SHOWN, **GIVEN)
    assert done.stdout.splitlines() == [
        "SESSION_COOKIE_NAME __Host-session",
        "CSRF_COOKIE_NAME __Host-csrf",
        "SESSION_COOKIE_SECURE True",
        "CSRF_COOKIE_SECURE True",
        "SESSION_COOKIE_HTTPONLY True",
        "SESSION_COOKIE_SAMESITE Lax",
        "SESSION_COOKIE_AGE 36000",
        "DEBUG False",
        "ADMINS []",
        "PLAIN 301 https://plan.example.org/help/",
        "Strict-Transport-Security max-age=31536000; includeSubDomains; preload",
        "X-Frame-Options DENY",
        "X-Content-Type-Options nosniff",
        "Referrer-Policy same-origin",
        "Cross-Origin-Opener-Policy same-origin",
    ], done.stderr


SHOW_CONNECTION = """
from django.conf import settings
from django.db import connection
print(connection.get_connection_params().get("options"), settings.POSTGRES_PREPARED)
"""


USUAL = "-c jit=off -c plan_cache_mode=force_generic_plan"


@pytest.mark.parametrize(
    ("url", "given", "options"),
    [
        ("postgres://plan@host/plan", {}, f"{USUAL} True"),
        ("postgres://plan@host/plan", {"POSTGRES_OPTIONS": ""}, "None True"),
        ("postgres://plan@host/plan", {"POSTGRES_OPTIONS": "-c jit=on"}, "-c jit=on True"),
        ("postgres://plan@host/plan", {"POSTGRES_PREPARED": "no"}, f"{USUAL} False"),
        ("postgres://plan@host/plan?options=-c%20work_mem=8MB", {}, "-c work_mem=8MB True"),
        ("sqlite:////nowhere/plan.sqlite3", {}, "None True"),
        ("sqlite://:memory:", {}, "None True"),  # as script/check asks
    ],
)
def test_postgresql_prepares_statements_and_compiles_none_unless_told_otherwise(
    url, given, options
):
    settings = {"DJANGO_SETTINGS_MODULE": "partnership.settings"}
    done = python("-c", SHOW_CONNECTION, **settings | GIVEN | {"DATABASE_URL": url} | given)
    assert done.stdout.strip() == options, done.stderr
