"""manage.py as a process of its own, and the address of a database for it."""

import os
import subprocess
import sys

from tests.architecture.sources import ROOT


def address_of_database(settings, engine):
    """The DATABASE_URL of a database's Django settings."""
    if engine == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    # The folder of a socket, as script/setup has it, stands where the name would begin.
    user, host, port = settings["USER"], settings["HOST"], settings["PORT"]
    where = f"/{host}" if host.startswith("/") else f"{host}:{port or 5432}"
    return f"postgres://{user}@{where}/{settings['NAME']}"


def manage(*arguments, **environment):
    """Run manage.py to its end; its outcome, with ``stdout`` and ``stderr`` as text."""
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=env | environment, capture_output=True, text=True, check=False
    )
