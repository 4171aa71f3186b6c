"""A job may use so much memory and no more: a hostile file ends its attempt, and not the machine."""

import os
import subprocess
import sys

from tests.architecture.sources import ROOT

CODE = """
import sys, django
django.setup()
from partnership.worker import limit_memory
limit_memory(400)
print(len(bytearray(int(sys.argv[1]) * 1024 * 1024)))
"""


def taken(megabytes):
    """What a process that may have 400 MB says when it takes so much."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", CODE, str(megabytes)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_what_fits_is_given_and_more_is_refused():
    assert taken(50) == str(50 * 1024 * 1024)
    assert taken(2_000) == "MemoryError"
