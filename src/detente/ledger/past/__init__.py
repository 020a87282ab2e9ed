"""What was done before: chronicles, lags, people held, relief over time.

Begin with `summary`, which gathers all of it. A chronicle's rows (`history`) become events
(`chronicle`) in the words of a case (`vocabulary`); `relief`, `lags` and `stock` read events.
"""
