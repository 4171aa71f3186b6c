"""The example plans for the importer, each with what a careful person reads from it (``examples/README.md``)."""

import json
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).with_name("examples")
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix not in (".json", ".md"))


def expected_of(path):
    return json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8"))


def period_of(path):
    """{starts_on, ends_on} of the plan of a file that does not say them itself; {} of another."""
    plan = expected_of(path)["plan"]
    if plan["title"]:
        return {}
    return {f"{end}_on": date.fromisoformat(plan[end]) for end in ("starts", "ends")}


def extension_of(path):
    return path.suffix.removeprefix(".")
