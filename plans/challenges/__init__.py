"""Challenges as they are read, and their register as a CSV file."""
