"""Sanctions lists as they are published, and what changed in them.

Begin with `reading`; `forms` has the four kinds of files, over the `lines` of one, and `diff`
compares two snapshots and records what an analyst accepts.
"""
