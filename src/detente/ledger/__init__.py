"""What was promised, done, confirmed and disputed, and what follows."""
