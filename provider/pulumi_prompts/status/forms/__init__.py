"""The forms of a status; each writes the same facts in the same words, with the means of the report's forms."""
