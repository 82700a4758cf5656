"""The forms of a status. All have the same facts in the same words, and share code with the forms of a report."""
