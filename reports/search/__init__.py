"""Search: what a person may read in one partnership, by the words in it."""
