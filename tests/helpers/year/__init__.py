"""A year of a partnership, lived through its services and its admin, for the sentences that tell of it."""

from tests.helpers.year.autumn import live_autumn
from tests.helpers.year.people import Year, live_founding
from tests.helpers.year.spring import live_spring
from tests.helpers.year.winter import live_winter


def live_year(clock, client_as):
    """Everything that happened; the Year is returned."""
    year = Year(clock, client_as)
    for live in (live_founding, live_spring, live_autumn, live_winter):
        live(year)
    return year
