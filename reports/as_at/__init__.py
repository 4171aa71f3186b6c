"""Records as at a day, a snapshot or a change."""
