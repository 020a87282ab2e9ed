"""What if the values are guesses: draws, sensitivity, the robust ladder."""
