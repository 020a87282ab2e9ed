"""A package, so that its browser is closed with its last test."""
