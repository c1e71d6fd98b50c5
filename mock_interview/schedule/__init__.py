"""When each key point should come up again, what is weak, and what to do until a day. No clock here."""
