"""Describes what became of an action: merged into another, split into several, replaced by another."""

from partnership.text import lower_first
from plans.models import Action, ActionSuccession
from plans.models.succession import succession_lines
from reports.changes.values import Fact


def describe_successions(values, rows):
    """The Facts of links that were made or removed in one change."""
    facts = []
    for kind, before in (("+", ""), ("-", "no longer ")):
        named = [
            (row.record.kind, values.mention(Action, row.record.successor_id))
            for row in rows
            if row.type == kind
        ]
        lines = succession_lines(named, ActionSuccession.INTO) if named else ()
        facts += [Fact(f"{before}{lower_first(line)}") for line in lines]
    return facts
