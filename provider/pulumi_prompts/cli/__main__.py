"""`python -m pulumi_prompts.cli`."""

from pulumi_prompts.cli import main

if __name__ == "__main__":
    main()
