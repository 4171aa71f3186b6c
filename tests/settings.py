"""The settings of tests: the demonstration's, with fast password hashing, and nothing kept afterwards."""

import os
import tempfile

os.environ["DEMONSTRATION"] = "1"
# Tests run before the static files are collected.
os.environ["STATICFILES_BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
# Playwright's own event loop runs beside the tests that drive a browser.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from partnership.settings import *  # noqa: F403
from partnership.settings import DATABASES

WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: browser tests use it from several threads, each with its own connection.
    # A directory of its own for each process: several people may test on one machine.
    _directory = tempfile.TemporaryDirectory(prefix="safeguarding-plan-test-")
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_directory.name, "test.sqlite3")}
else:
    # A persistent connection would prevent the test database from being dropped.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
