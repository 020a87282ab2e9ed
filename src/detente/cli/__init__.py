"""The command line: one call into the library per command, plus a view."""
