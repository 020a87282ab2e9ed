"""How detente speaks: catalogues, and the writing of numbers, dates and probabilities.

Begin with `language`, what every speaker is handed; `likelihood` puts probabilities into words and
numbers together. For messages: `nearest`, the right name that was probably meant, and `plain`,
strangers' texts made fit to be shown. The catalogues lie in ``locale``.
"""
