"""Question banks: reading, checking, finding."""
