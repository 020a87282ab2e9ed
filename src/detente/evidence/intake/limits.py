"""How much is read: every limit on what comes from outside, in one place."""

from __future__ import annotations

MAX_BYTES = 32 * 1024 * 1024
"""A document's file. News and reports are a hundredth of this."""

MAX_TEXT = 1_000_000
"""Characters of text that are kept of one document: five hundred pages."""

MAX_UNPACKED = 64 * 1024 * 1024
"""What may come out of a packed file (DOCX), in all."""

MAX_RATIO = 200
"""How many times larger a packed part may become; XML text packs 5 to 30 times."""

MAX_PARTS = 2_000
"""Parts of a packed file, of a message, or entries of a feed."""

MAX_HEAD = 100_000
"""Bytes of a message before its text; taking encoded words apart takes the square of them."""

MAX_PAGES = 3_000
"""Pages of a PDF."""

MAX_FILES = 100_000
"""Files of a folder."""

SECONDS = 30
"""Processor time for one document that a large library takes apart."""

MEMORY = 1_500 * 1024 * 1024
"""Address space for the same."""
