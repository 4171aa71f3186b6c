"""Files that come with evidence: which kinds are taken, what they may be called, and what must not be in them."""
