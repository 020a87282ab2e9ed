"""Documents about what is not known: stress, beliefs, risk, calibration and sweeps.

Each has its document in the module of its name (begin with ``stress``), its sentences in
``NAME_words``, its JSON in ``NAME_record``.
"""
