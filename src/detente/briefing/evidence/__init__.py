"""Documents of evidence: statements, findings, claims, and what rests on them."""
