"""Files attached to evidence: which kinds are accepted, their names, and what they must not contain."""
