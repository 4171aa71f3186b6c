"""One table of a plan as a CSV file."""

from partnership.tables import table_csv
from plans.exports.action_table import ACTIONS


def write_csv(export, table=ACTIONS):
    """The text of the file; ``partnership.downloads.with_mark`` adds the mark by which Excel knows UTF-8."""
    return table_csv(table, export)
