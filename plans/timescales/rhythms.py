"""How often what is ongoing recurs, as people write it: “on a monthly basis”, “at least termly”, “every fortnight”."""

import re

from plans.models.timescale import Rhythm

UNIT = "(?:fortnight|week|month|quarter|term|year|meeting)"
RECURRING = (
    rf"(?:at least )?(?:(?:every|each) (?:\w+ )?{UNIT}s?"
    rf"|(?:once|twice|\w+ times) (?:a|per|each|every) {UNIT}"
    r"|(?:on an? )?(?:(?:(?:[0-9]{1,2}|two|three|four|six|half|twice|bi)[ -]?)?"
    r"(?:fortnight|week|month|quarter|term|year)ly|(?:bi[ -]?)?annual(?:ly)?)(?: basis)?)"
)
# In full and without “at least”. What may mean two things (“bi-monthly”) is in no row.
RHYTHMS = [
    (re.compile(pattern), rhythm)
    for pattern, rhythm in (
        (r"weekly|(?:every|each) week|once (?:a|per|each|every) week", Rhythm.WEEKLY),
        (r"(?:fortnight|(?:2|two)[ -]?week)ly|(?:every|each) fortnight", Rhythm.FORTNIGHTLY),
        (r"every (?:2|two) weeks|once (?:a|per|each|every) fortnight", Rhythm.FORTNIGHTLY),
        (r"every (?:4|four) weeks|(?:4|four)[ -]?weekly", Rhythm.FOUR_WEEKLY),
        (r"monthly|(?:every|each) month|once (?:a|per|each|every) month", Rhythm.MONTHLY),
        (r"(?:2|two)[ -]?monthly|every (?:2|two) months", Rhythm.TWO_MONTHLY),
        (r"quarterly|(?:every|each) quarter|(?:3|three)[ -]?monthly", Rhythm.QUARTERLY),
        (r"every (?:3|three) months|(?:4|four) times (?:a|per|each|every) year", Rhythm.QUARTERLY),
        (r"termly|(?:every|each) term|once (?:a|per|each|every) term", Rhythm.TERMLY),
        (r"(?:6|six)[ -]?monthly|every (?:6|six) months|half[ -]?yearly", Rhythm.HALF_YEARLY),
        (r"(?:twice|(?:2|two) times) (?:a|per|each|every) year", Rhythm.HALF_YEARLY),
        (r"yearly|annual(?:ly)?|(?:every|each) year|12[ -]?monthly", Rhythm.YEARLY),
        (r"once (?:a|per|each|every) year", Rhythm.YEARLY),
    )
]
AROUND = re.compile(r"^(?:on-?going )?(?:at least )?(?:on an? )?| basis$")


def rhythm_of(text):
    """The Rhythm of words such as “at least termly”; "" if they name none, or one that may mean two things."""
    bare = AROUND.sub("", text)
    return next((rhythm for pattern, rhythm in RHYTHMS if pattern.fullmatch(bare)), "")
