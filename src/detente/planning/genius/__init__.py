"""Negotiation domains of others, in the XML of GENIUS: read, analysed, written.

Begin with `domain` (issues, domains and profiles, and what they are worth) and `files` (reading and
writing them); `analysis` finds the frontier and bargaining points, by the search of
`detente.planning.packages`; `menu` turns a menu of ours into such a domain. `xml` reads what
strangers wrote without obeying it.
"""
