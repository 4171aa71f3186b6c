"""Actions as they are read: one in detail, its timeline, its proposals, and many at once."""
