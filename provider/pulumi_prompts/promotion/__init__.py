"""From one environment to the next: what a source has, what a file of the target says, and what stands in the way."""
