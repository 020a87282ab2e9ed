"""Who the parties are: types, what was seen of them, where a ladder would break.

Begin with `assessment.assess`, which puts all of it together. `types` has the priors, `behaviour`
what each type does at its lots, `bayes` one update, and `updating` one after the other as each
`observation` comes in (from a table or list: `observation_file`). From these follow where a ladder
breaks (`hazard`), what to test first (`readiness`) and how fast steps may grow (`growth`).
`inspection` is a game by itself.
"""
