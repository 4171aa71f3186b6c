"""Pairs the lines of a row's cells with the actions in it: the third date is that of the third action."""

from plans.importing import headings
from plans.importing.cells import split_dotted_reference, split_measures
from plans.importing.tables import TYPED_NUMBER, Line
from plans.importing.words_of_time import is_timescale


def pair_lines(entry, references):
    """{kind: Lines for each action} of the cells that have lines for each of a row's actions.

    ``references`` has the number typed before each action, or "": lines that begin with the same belong to it. Dates
    pair when each line is one, and leads and measures with them, or when they are numbered themselves: what only
    happens to have as many lines belongs to all.
    """
    times, leads = entry.lines(headings.TIMESCALE), entry.lines(headings.LEAD)
    measures = entry.lines(headings.MEASURE)
    number = len(references)
    pairs = {
        kind: found
        for kind, lines in (
            (headings.TIMESCALE, times),
            (headings.LEAD, leads),
            (headings.MEASURE, measures),
        )
        if (found := _by_reference(lines, references))
    }
    if pairs:
        return pairs
    if len(times) == number and all(is_timescale(line.text) for line in times):
        pairs[headings.TIMESCALE] = _each(times)
    if len(leads) == number and (pairs or _are_numbered(leads)):
        pairs[headings.LEAD] = _each(leads)
    texts, lead_in = split_measures(measures)
    if len(texts) == number and not lead_in and (pairs or _are_numbered(measures)):
        pairs[headings.MEASURE] = [(Line(text),) for text in texts]
    return pairs


def _by_reference(lines, references):
    """The lines of each reference, if each line begins with one of them or goes on with the line before; else None."""
    if not all(references):
        return None
    found, current = {reference: [] for reference in references}, None
    for line in lines:
        own, rest = split_dotted_reference(line.text)
        if own:
            current = own
        if current not in found:
            return None
        found[current].append(Line(rest, line.is_item))
    return [tuple(found[one]) for one in references] if any(found.values()) else None


def _each(lines):
    return [(Line(TYPED_NUMBER.sub("", line.text)),) for line in lines]


def _are_numbered(lines):
    return all(line.number or TYPED_NUMBER.match(line.text) for line in lines)
