"""The security log: written and read."""
