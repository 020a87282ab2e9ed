"""Documents of the ledger: what is due, delivered, verified, broken, and what was held to it."""
