"""The demonstration's settings, plus one bare page to measure against."""

import os

os.environ["DEMONSTRATION"] = "1"

from partnership.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
