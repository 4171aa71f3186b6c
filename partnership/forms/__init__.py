"""Forms of the partnership, and the base of every form."""
