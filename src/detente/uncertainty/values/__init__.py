"""What if the values are guesses: draws, sensitivity, the robust ladder.

Begin with `studying.study`, the whole question, and `stressing.stress`, its first part. A case is
compiled to a `formula`; `draws` fills in its numbers by `quantiles`, `evaluate` works it out and
`tally` counts, a chunk at a time (`chunks`), for many draws in the compiled `kernel`. Losses are
read from the counts (`histogram`). What the result hangs on is told by `sensitivity`, `sobol` and
`information`; `robust` looks for a better order (`orders`). `spreads` has exact moments, for
incidents and pooled ranges.
"""
