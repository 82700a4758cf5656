"""What this provider costs, beside dynamic resources that do nothing. Imported in programs: imports nothing."""
