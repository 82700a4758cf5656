"""The rules of prompts, versions and ownership, for every registry."""
