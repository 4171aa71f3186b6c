"""Reads challenges, and exports their register as a CSV file."""
