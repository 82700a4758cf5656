"""The way to any registry: HTTP, failures, retries, credentials."""
