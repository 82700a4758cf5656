"""The forms of a report: each writes the whole of it for another reader."""
