"""What may be recorded, and what the state becomes by it."""
