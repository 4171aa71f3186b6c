"""The demonstration: four plans as published, and an invented partnership with eighteen months of history."""
