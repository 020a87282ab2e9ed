"""What was done before: chronicles, lags, people held, relief over time."""
