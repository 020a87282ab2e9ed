"""What may be recorded, and what the state becomes by it.

Begin with `state`, then `fold`: one small function for each kind of event (`fold_claims`,
`fold_relief`). `door` checks an event against that state and the case (`scene`), by one rule for
each kind (`door_claims`, `door_answers`); `written` puts into an event what goes without saying.
"""
