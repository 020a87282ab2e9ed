"""Documents of the ledger: what is due, delivered, verified, broken, and what was held to it.

Begin with `status`, the ledger on a day; `lots` and `parties` are its tables, `terms` and
`phrases` its words. The present for machines is in `present_records`, the past in
`history_record`; every other record stands beside its document.
"""
