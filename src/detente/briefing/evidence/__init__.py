"""Documents of evidence: statements, findings, claims, and what rests on them.

``reading``  one file: who says what in it, and what it lets one say
``claims``   a body of evidence: the list of claims, the matrix, the timeline; the sources
``page``     all of that on one page, and as a section of a brief; the claims of a bundled case
``support``  which numbers of a case rest on which claims
``naming``   what parties, sources, subjects and answers are called in a language; ``words`` marks
             for the catalogues what comes from tables
"""
