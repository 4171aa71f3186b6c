"""What editing needs everywhere: conflicts between people, and input not yet saved."""
