"""Pairs the lines of a row's cells with the actions in it: the third date is that of the third action."""

from plans.importing import headings
from plans.importing.cells import split_measures
from plans.importing.tables import TYPED_NUMBER, Line
from plans.importing.words_of_time import is_timescale


def pair_lines(entry, number):
    """{kind: Lines for each action} of the cells that have one line for each of ``number`` actions.

    Dates pair when each line is one, and leads and measures with them, or when they are numbered themselves: what
    only happens to have as many lines belongs to all.
    """
    times, leads = entry.lines(headings.TIMESCALE), entry.lines(headings.LEAD)
    measures = entry.lines(headings.MEASURE)
    pairs = {}
    if len(times) == number and all(is_timescale(line.text) for line in times):
        pairs[headings.TIMESCALE] = _each(times)
    if len(leads) == number and (pairs or _are_numbered(leads)):
        pairs[headings.LEAD] = _each(leads)
    texts, lead_in = split_measures(measures)
    if len(texts) == number and not lead_in and (pairs or _are_numbered(measures)):
        pairs[headings.MEASURE] = [(Line(text),) for text in texts]
    return pairs


def _each(lines):
    return [(Line(TYPED_NUMBER.sub("", line.text)),) for line in lines]


def _are_numbered(lines):
    return all(line.number or TYPED_NUMBER.match(line.text) for line in lines)
