"""Whether something may be done now: "" or the sentence that says why not, which page and service both ask for."""
