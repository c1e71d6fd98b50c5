"""Is everything there that a session needs? Looks and tells; mends nothing and prints nothing."""
