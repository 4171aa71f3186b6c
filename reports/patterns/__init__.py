"""Patterns in a plan's history as a whole."""
