"""Whether something may be done now: "" or the sentence with the reason against it, asked by page and service alike."""
