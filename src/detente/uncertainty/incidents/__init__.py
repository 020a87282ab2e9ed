"""What incidents cost, what is done about them, and whether that is cheap insurance."""
