"""Edits that a rule of quiet changes marks, and for each the nearest ones that no rule marks.

``QUIET`` and ``NEAR_MISSES`` (registry.py) have them all, for this imports every module with edits.
"""

from tests.helpers.quiet import actions, dates, measures, updates

__all__ = ["actions", "dates", "measures", "updates"]
