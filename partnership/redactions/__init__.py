"""Where words that must be redacted appear."""
