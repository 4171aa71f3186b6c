"""Describes what happened to the milestones of an action in one change, by the names of the time."""

from plans.models.timescale import date_words
from reports.changes.kinds.registry import MOVED
from reports.changes.kinds.timescales import describe_move
from reports.changes.values import Fact, content, lower_first, quoted, reworded, shortened

ORDER_CHANGED = Fact("order of milestones changed")


def describe_milestones(values, rows, moves):
    """The Facts of the rows of milestones; ``moves`` are the rows of their TimescaleChanges in the same change."""
    facts = []
    for row in rows:
        if row.type in "+-":
            verb = "added" if row.type == "+" else "removed"
            facts.append(content(f"milestone {verb}", "Milestone", _whole(row.record)))
        elif row.altered == ("position",):
            facts += [] if ORDER_CHANGED in facts else [ORDER_CHANGED]
        else:
            facts += _altered(row, [m for m in moves if m.record.point_id == row.record.pk])
    return facts


def _whole(point):
    """A milestone with who it is for and its date."""
    who = f" ({point.who})" if point.text and point.who else ""
    when = f": {' '.join(point.timescale.split())}" if point.timescale else ""
    return f"{point}{who}{when}"


def _altered(row, moves):
    facts = list(_parts(row, moves))
    if not facts:
        return []
    called = f"milestone {quoted(shortened(str(row.before or row.record)))}"
    text = "; ".join(fact.text for fact in facts)
    return [Fact(f"{called} {text}", tuple(text for fact in facts for text in fact.texts))]


def _parts(row, moves):
    point, before = row.record, row.before
    if "text" in row.altered:
        yield reworded("wording", before.text if before else "", point.text)
    if "who" in row.altered:
        was = f" (before: {before.who})" if before and before.who else ""
        yield Fact(f"now for {point.who or 'everyone who leads'}{was}")
    if not set(MOVED).isdisjoint(row.altered):
        yield describe_move(row, moves)
    if "needs_check" in row.altered:
        yield Fact("date to check" if point.needs_check else "date checked")
    if "outcome" in row.altered or "received_on" in row.altered:
        yield _outcome(point, before)


def _outcome(point, before):
    """“done on 3 May 2026”, and what was recorded before."""
    was = f" (before: {_recorded(before)})" if before and before.outcome else ""
    return Fact(f"{_recorded(point) if point.outcome else 'not done'}{was}")


def _recorded(point):
    day = f" on {date_words(point.received_on)}" if point.received_on else ""
    return f"{lower_first(point.outcome_words)}{day}"
