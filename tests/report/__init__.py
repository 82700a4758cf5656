"""Previews and updates of a real engine for the tests of the report, and what records them."""
