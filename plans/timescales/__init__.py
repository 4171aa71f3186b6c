"""Timescales as people write them, and the rule for whose date applies."""
