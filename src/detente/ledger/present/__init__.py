"""Where things stand on a day: what is due, who is ahead, what next."""
