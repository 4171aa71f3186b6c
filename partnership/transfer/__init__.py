"""One archive with everything of a partnership, from which an empty installation makes the same partnership again."""
