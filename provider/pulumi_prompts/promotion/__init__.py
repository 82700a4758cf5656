"""Promotion from one environment to the next: the source, the file of the target, and why a promotion is refused."""
