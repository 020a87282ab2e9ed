"""What can go wrong when a document is written."""

from detente.exchange import DetenteError


class BadTemplate(DetenteError):
    """A template of the user's own cannot be used; the text names it and says why."""
