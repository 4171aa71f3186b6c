"""The yearly report: its document and the facts of its period."""
