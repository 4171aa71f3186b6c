"""Timescales as people write them, and the rule of whose date applies."""
