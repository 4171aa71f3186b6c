"""What a plan's history shows as a whole."""
