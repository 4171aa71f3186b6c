"""Success measures that count: their numbers, targets, small numbers of people, and how a series of values reads."""
