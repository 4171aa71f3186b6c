"""``python -m tests.benchmarks [repeats] [rows to seal]``: prints JSON. Fills the (empty) database it is given.

Pages: queries, median milliseconds over HTTP from one gunicorn worker, and the ratio to a bare signed-in
page of the same server; requests alternate, so that a busy machine slows both. PDFs: our
assembly and template beside WeasyPrint alone on the same HTML, pages, and peak memory (MiB) of the process. Seals: rows
of history sealed and verified a second, the ratio of that time to only reading them, and the
additional memory (MiB).
"""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"


def main(repeats=40, sealed=50_000):
    import django

    django.setup()
    from tests.benchmarks.measure import measure

    print(json.dumps(measure(repeats, sealed), indent=2))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
