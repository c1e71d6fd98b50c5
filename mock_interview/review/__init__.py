"""Transcripts to strengths, gaps and readable exports. Nothing here prints."""
