"""`python -m pulumi_prompts.cli`."""

from pulumi_prompts.cli import main

main()
