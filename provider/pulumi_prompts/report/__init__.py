"""The report of a preview: what changes in prompts, for the people who review it; without pulumi."""
