"""How a ledger is kept: its store, its chain of hashes, checkpoints, and the check of both."""
