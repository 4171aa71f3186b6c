"""Helpers of tests: records, worlds, addresses, forms as an attacker sees them, killed processes."""
