"""Reporting periods as they are read: the overview, the board, one return, and how ratings moved."""
