"""Many scenarios side by side: which there are, each worked out, and all as one table."""
