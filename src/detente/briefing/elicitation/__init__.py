"""Documents for analysts: questions, contradictions, pooled ranges, scored forecasts."""
