"""The command line, `pulumi-prompts`: what it loads, no program needs."""


def main() -> None:
    """Run it, as the script of the package does."""
    from pulumi_prompts.cli.app import app

    app()
