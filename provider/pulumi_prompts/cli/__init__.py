"""The command line, `pulumi-prompts`. Programs do not import it."""

import os
import sys


def main() -> None:
    """The script of the package. Ctrl-C and a closed pipe end it without a traceback."""
    from pulumi_prompts.cli.exits import Exit

    try:
        from pulumi_prompts.cli.app import app

        try:
            app()
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered has no reader
        sys.exit(Exit.NOT_READ)
