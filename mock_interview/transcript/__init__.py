"""Append, read and repair transcripts."""
