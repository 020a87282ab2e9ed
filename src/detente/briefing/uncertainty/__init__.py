"""Documents about what is not known: stress, beliefs, risk, calibration and sweeps."""
