"""The backends, each on its registry or on a fake of it."""
