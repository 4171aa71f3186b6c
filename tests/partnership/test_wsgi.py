"""The WSGI application."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.engine_free


def test_what_has_been_imported_is_left_out_of_garbage_collection():
    """In a process of its own: the tests have told the collector the same of theirs."""
    asked = "import gc, partnership.wsgi, plans.views.plan; print(gc.get_freeze_count())"
    said = subprocess.run(
        [sys.executable, "-c", asked],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(said.stdout) > 100_000
