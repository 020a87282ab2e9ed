"""Which measures to propose at all: the Pareto-best packages that a ladder can carry.

Begin with `package`, the front door. A menu becomes arrays in `space`; `search` goes through them
by branch and bound, with what it may count on in `bounds`; `ladder` asks of a package whether a
self-enforcing ladder exists; `points` are the frontier and what four theories of bargaining choose.
"""
