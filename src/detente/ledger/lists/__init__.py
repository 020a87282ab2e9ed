"""Sanctions lists as they are published, and what changed in them."""
