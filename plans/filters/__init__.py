"""Filters of lists, kept in the URL."""
