"""The resources, and the rules of their life cycles."""
