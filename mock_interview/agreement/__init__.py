"""Grades beside marks given by people: reading the marks, the figures, and what a report holds of them."""
