"""Which questions a session asks, in what order, and why. Pure: the same seed draws the same questions."""
