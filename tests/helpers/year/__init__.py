"""A year of a partnership, replayed through its services and its admin, for tests of the sentences about it."""

from tests.helpers.year.autumn import live_autumn
from tests.helpers.year.people import Year, live_founding
from tests.helpers.year.spring import live_spring
from tests.helpers.year.winter import live_winter


def live_year(clock, client_as):
    """Replay every event; returns the Year."""
    year = Year(clock, client_as)
    for live in (live_founding, live_spring, live_autumn, live_winter):
        live(year)
    return year
