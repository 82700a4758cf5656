"""The fakes' own tests, through the vendors' real clients."""
