"""The demonstration: four plans as their partnerships published them, and one invented partnership lived in."""
