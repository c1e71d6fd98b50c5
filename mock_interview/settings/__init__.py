"""What the user has set for the language model, and where each value came from."""
