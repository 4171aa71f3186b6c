"""Reads reporting periods: the overview, the board, one return, and how ratings moved."""
