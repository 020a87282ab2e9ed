"""Documents: one block tree, built from a planned case, and what shows it on screen and paper."""
