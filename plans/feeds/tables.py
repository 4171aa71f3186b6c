"""The dictionary of feeds: every table, in the order in which people read of them."""

from plans.feeds import finding_tables as found
from plans.feeds import plan_tables as said
from plans.feeds import progress_tables as done
from plans.feeds.removed_table import removed_table

OF_PLANS = (
    said.PRIORITIES,
    said.OBJECTIVES,
    said.ACTIONS,
    said.LEADS,
    done.UPDATES,
    done.PERIODS,
    done.RETURNS,
    done.TIMESCALE_CHANGES,
    found.MEASURES,
    found.VALUES,
    found.EVIDENCE,
    found.MILESTONES,
)
FEED_TABLES = (
    said.PLANS,
    *OF_PLANS,
    done.RATINGS_BY_PERIOD,
    said.RATINGS,
    removed_table(OF_PLANS),
    found.CHALLENGES,
    found.RESPONSES,
)


def find_feed_table(name):
    """The table with this name; None if there is none."""
    return next((table for table in FEED_TABLES if table.name == name), None)
