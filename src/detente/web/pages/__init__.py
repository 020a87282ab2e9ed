"""The pages: each module answers for one kind, by a call into the library and a template."""
