"""Many scenarios side by side."""
