"""What the past teaches: dated acts counted by kind, and forecasts held against what came.

`chronicle` reads a record of dated acts, `rates` counts, `calibration` puts borrowed and own counts
together, and `backtesting` forecasts each stretch of a record from what came before it.
"""
