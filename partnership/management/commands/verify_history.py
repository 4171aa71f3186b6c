"""Recomputes every seal, and compares live records, snapshots and files with what is sealed.

Names each row that was altered, removed or inserted outside the application.
"""

import sys
from itertools import chain
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from partnership.jinja import plural
from partnership.management.commands.seal_history import (
    name_in_output,
    partnerships,
    progress_printer,
)
from partnership.models import Seal
from partnership.seals.live import verify_live
from partnership.seals.receipt import read_receipt
from partnership.seals.verify import verify


class Command(BaseCommand):
    help = "Check that the history has not been altered since it was sealed. Exits with 1 if anything does not match."

    def add_arguments(self, parser):
        parser.add_argument("--partnership", metavar="SLUG", help="only this partnership")
        parser.add_argument(
            "--receipt",
            metavar="FILE",
            help="a receipt, as emailed, to check as well (- for standard input); needs --partnership",
        )

    def handle(self, *args, partnership, receipt, **options):
        if receipt and not partnership:
            raise CommandError("Add --partnership SLUG to say whose receipt it is.")
        receipt = read_receipt_in(receipt) if receipt else None
        found = sum(self._check(one, receipt) for one in partnerships(partnership))
        if found:
            raise CommandError(f"{found:,} {'problem' if found == 1 else 'problems'} found.")

    def _check(self, partnership, receipt):
        progress, found, rows = progress_printer(self.stdout, partnership, "rows read"), 0, 0

        def count(number):
            nonlocal rows
            rows = number
            progress(number)

        everything = verify(partnership, receipt=receipt, progress=count)
        for problem in chain(everything, verify_live(partnership)):
            found += 1
            self.stdout.write(f"{name_in_output(partnership)}: {problem}")
        if not found:
            last = Seal.objects.of(partnership).last()
            seals = (
                f"{plural(last.number, 'seal')}, {plural(rows, 'row')}"
                if last
                else "not sealed yet"
            )
            self.stdout.write(f"{name_in_output(partnership)}: no problems found ({seals}).")
        return found


def read_receipt_in(name):
    try:
        return read_receipt(sys.stdin.read() if name == "-" else Path(name).read_text())
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The receipt cannot be read: {type(error).__name__}.") from error
    except ValueError as refusal:
        raise CommandError(str(refusal)) from refusal
