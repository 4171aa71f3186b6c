"""What is checked of each kind of file before it is read as a plan. Each raises ValidationError with a sentence."""
