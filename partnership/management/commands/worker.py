"""Does background work until it is told to stop: files that people asked for, seals, reminders."""

import os

from django.core.management.base import BaseCommand

from partnership.history import Change, through
from partnership.worker import LIMIT, Loop, is_alive


class Command(BaseCommand):
    help = "Do background work until told to stop. Run one or more; each does one job at a time."

    def add_arguments(self, parser):
        parser.add_argument(
            "--nice",
            type=int,
            default=15,
            metavar="0-19",
            help="how far it stands back behind web processes on the same machine; 15 unless given",
        )
        parser.add_argument(
            "--limit",
            type=float,
            default=LIMIT,
            metavar="SECONDS",
            help="how long one attempt at a job may take; %(default)s unless given",
        )
        parser.add_argument(
            "--while", type=int, metavar="PID", dest="pid", help="end once this process has ended"
        )

    def handle(self, *args, nice, limit, pid, **options):
        os.nice(nice)
        loop = Loop(limit=limit, is_wanted=lambda: pid is None or is_alive(pid))
        with through(Change.Through.COMMAND, "worker"):
            loop.run()
