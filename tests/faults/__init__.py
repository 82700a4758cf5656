"""What happens to programs while the way to their registry, or the registry, is broken."""
