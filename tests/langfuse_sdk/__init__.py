"""Langfuse's own SDK, in a virtual environment of its own."""
