"""Kinds of job for tests of the worker's processes: one that takes as long as a test wants, one that dies."""

import os
import signal
import time
from pathlib import Path

from django_tasks import task


@task(about="waiting")
def wait_for_file(work):
    """Notes in the file ``log`` that it has begun, waits until ``file`` is there, notes that it has ended."""
    note(work, "begun")
    while not Path(work.parameters["file"]).exists():
        time.sleep(0.05)
    note(work, "ended")


@task(about="dying")
def die(work):
    os.kill(os.getpid(), signal.SIGKILL)


def note(work, words):
    with open(work.parameters["log"], "a", encoding="utf-8") as log:
        print(words, file=log)
