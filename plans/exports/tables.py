"""The dictionary of a plan's tables: what its Excel, CSV and JSON files have, and how each column is called."""

from plans.exports.action_table import ACTIONS
from plans.exports.part_tables import LEADS, MEASURES, MILESTONES, PRIORITIES, RATINGS, VALUES
from plans.exports.register_tables import CHALLENGES, EVIDENCE, RESPONSES, UPDATES

PLAN_TABLES = (
    ACTIONS,
    PRIORITIES,
    LEADS,
    MEASURES,
    VALUES,
    MILESTONES,
    UPDATES,
    EVIDENCE,
    CHALLENGES,
    RESPONSES,
    RATINGS,
)


def find_table(name):
    """The table with this name; None if there is none."""
    return next((table for table in PLAN_TABLES if table.name == name), None)
