"""How a ledger is kept: its store, its chain of hashes, checkpoints, and the check of both.

Begin with `chain` (what a hash covers) and `store` (adding and reading events). `tables`,
`writing`, `databases`, `making` and `migrations` are what the store stands on; `lines` is the
text that goes out and in; `checkpoint` and `verification` tell whether all is as it was recorded.
Nothing here knows what an event means, but `lines`, which refuses what is none.
"""
