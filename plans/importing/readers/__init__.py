"""One reader for each kind of file. Each gives the same neutral tables, and a note of what it left out."""
