"""How detente speaks: catalogues, and the writing of numbers, dates and probabilities."""
