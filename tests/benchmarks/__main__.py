"""``python -m tests.benchmarks [repeats] [rows to seal]``: prints JSON, and the pages as a table beside it.

Fills the (empty) database it is given.

Pages: queries, median milliseconds over HTTP from one gunicorn worker, and the ratio to a bare signed-in page of the
same server; requests alternate, so that a busy machine slows both. Processor time is that of the web process and of
PostgreSQL: a busy machine changes it less. PDFs: our assembly and template beside WeasyPrint alone on the same HTML,
pages, and peak memory (MiB) of the process. Seals: rows of history sealed and verified a second, the ratio of that time
to only reading them, and the additional memory (MiB). Exports: milliseconds to read a plan and to write it as each
file, and the ratio to XlsxWriter and python-docx writing the same cells. Imports: seconds and peak memory of reading
and understanding ten thousand rows, beside the library of the kind merely reading them. Background: a home page while
twenty PDFs are made for another person.

``--years``: every page of one partnership with ten times the history, beside the same one with its first year.
``--national``: every page of one partnership among 150, beside a lone one. ``--partnerships 20`` tries it at a smaller
scale, with 60 actions in each; ``--actions`` and ``--lived`` (how often the updates are repeated) say otherwise.
"""

import argparse
import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"


NATIONAL = {"partnerships": 150, "actions": 300, "lived": 8}  # over 5 million history rows
SMALL = {"actions": 60, "lived": 1}


def main():
    wanted = arguments()
    import django

    django.setup()
    from tests.benchmarks.measure import measure
    from tests.benchmarks.scale import measure_scale, print_table

    if wanted.national or wanted.partnerships or wanted.years:
        scale = SMALL if wanted.partnerships or wanted.years else NATIONAL
        given = {name: getattr(wanted, name) for name in ("partnerships", "actions", "lived")}
        scale = scale | {name: value for name, value in given.items() if value}
        found = measure_scale(**scale, years=10 if wanted.years else 1, repeats=wanted.repeats)
    else:
        found = measure(wanted.repeats, wanted.sealed)
    print(json.dumps(found, indent=2))
    print_table(found)


def arguments():
    parser = argparse.ArgumentParser(prog="tests.benchmarks")
    parser.add_argument("repeats", nargs="?", type=int, default=40)
    parser.add_argument("sealed", nargs="?", type=int, default=50_000)
    parser.add_argument("--years", action="store_true")
    parser.add_argument("--national", action="store_true")
    for name in ("partnerships", "actions", "lived"):
        parser.add_argument(f"--{name}", type=int)
    return parser.parse_args()


if __name__ == "__main__":
    main()
