"""Design step-for-step agreements that nobody gains by breaking."""
