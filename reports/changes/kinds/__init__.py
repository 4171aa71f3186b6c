"""How each kind of record is described in the list of changes."""
