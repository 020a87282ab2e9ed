"""Who the parties are: types, what was seen of them, where a ladder would break."""
