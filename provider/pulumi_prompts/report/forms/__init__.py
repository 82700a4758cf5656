"""The forms in which people and programs read a report."""
