"""What is due and what is new, for emails and calendars."""
