"""How documents become PDF and Word files."""
