"""Whether words say when: what tells a timescale from a lead in the same cell, or in a column without a heading."""

import re

from plans.models.timescale import TimescaleKind
from plans.timescales.parse import read_timescale_words

LONGEST = 60  # letters
# Months without a year, terms and the like, which name no day but say when.
VAGUE = re.compile(
    r"^(?:by |end of |from |early |late |mid[- ])?(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*$"
    r"|^(?:asap|immediate(?:ly)?|in place|now|spring|summer|autumn|winter|complete(?:d)?)$",
    re.IGNORECASE,
)


def is_timescale(text):
    """Whether a text, all of it, reads as a date, a rhythm or “to be confirmed”."""
    words = " ".join(text.split())
    if not words or len(words) > LONGEST:
        return False
    read = read_timescale_words(words)
    is_read = read.is_understood and read.kind != TimescaleKind.NONE
    return is_read or read.offer is not None or VAGUE.match(words) is not None
