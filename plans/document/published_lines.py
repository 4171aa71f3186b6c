"""Rows of a published table below each other in one row of an action, and headings over several rows.

Some plans give each lead of a cell a date of its own, line by line: each pair is a row of its own here, beside cells
that span them, so that a long name cannot part them. Others print a recommendation as a heading over the actions that
answer it.
"""

from dataclasses import replace
from itertools import groupby

from plans.document.published_cells import lead_lines

PAIRED = ("lead", "timescale")


def paired_lines(action):
    """((lead, date), …) of an ActionFacts whose leads have dates of their own; () for others.

    A lead without one has the date of the action. A date of someone who leads no longer comes last.
    """
    dates = {}
    for point in action.milestones:
        if not point.text:
            dates.setdefault(point.who, []).append("; ".join(point.timescale.text.splitlines()))
    if not dates:
        return ()
    names = [lead.name for lead in action.leads]
    written = lead_lines(action)
    words = written if len(written) == len(names) else names
    shared = "; ".join(action.timescale.text.splitlines())
    pairs = [
        (line, "; ".join(dates.get(name, [shared])))
        for line, name in zip(words, names, strict=True)
    ]
    gone = [(who, "; ".join(found)) for who, found in dates.items() if who not in names]
    return (*pairs, *gone)


def split_row(row, pairs):
    """The rows of a PublishedRow: one for each of ``pairs``, beside cells that span them all."""
    shown = [cell.shows for cell in row.cells]
    if not pairs or "timescale" not in shown:
        return [row]
    if "lead" not in shown:
        lines = tuple(f"{lead}: {date}" if date else lead for lead, date in pairs)
        return [_with_lines(row, {"timescale": lines})]
    rows = []
    for index, pair in enumerate(pairs):
        own = _with_lines(
            row, {n: (line,) if line else () for n, line in zip(PAIRED, pair, strict=True)}
        )
        cells = (
            cell if cell.shows in PAIRED else replace(cell, rows=cell.rows if index == 0 else 0)
            for cell in own.cells
        )
        rows.append(replace(own, cells=tuple(cells), continues=index > 0))
    return rows


def _with_lines(row, lines):
    cells = (
        replace(cell, paragraphs=lines[cell.shows], rows=1) if cell.shows in lines else cell
        for cell in row.cells
    )
    return replace(row, cells=tuple(cells))


def height(action, columns):
    """The number of rows of an ActionFacts in a table with these ColumnFacts."""
    shown = {column.shows for column in columns}
    return len(paired_lines(action)) or 1 if shown >= set(PAIRED) else 1


def driver_heading(heading, drivers):
    """The lines of a heading over actions: “Recommendation 3: Every agency reviews its training.”."""
    return tuple(_named(heading, driver) for driver in drivers)


def _named(heading, driver):
    reference = driver.reference
    if not reference.lower().startswith(heading.lower()):
        reference = f"{heading} {reference}".strip()
    return f"{reference}: {driver.wording}"


def in_runs(actions):
    """(drivers, actions) of actions that follow each other and have the same drivers."""
    for drivers, run in groupby(actions, key=lambda action: action.drivers):
        yield drivers, list(run)
