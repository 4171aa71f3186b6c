"""The structure of a plan, as its editor reads it."""
