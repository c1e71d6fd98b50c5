"""The interviewer whom a language model gives a voice: words, never the course. Nothing here prints."""
