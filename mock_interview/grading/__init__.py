"""An answer to a Grade with its evidence."""
