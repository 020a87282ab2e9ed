"""What the past teaches: dated acts counted by kind, and forecasts held against what came."""
