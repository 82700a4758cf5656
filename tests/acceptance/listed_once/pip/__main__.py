"""Runs in place of pip, which the engine asks at each command for the packages that are installed: what pip answered.

Asking takes pip a third of what the whole command takes.
"""

import os
import sys

if __name__ == "__main__":
    if sys.argv[1:] != os.environ["PIP_WAS_ASKED"].split():
        sys.exit(f"pip was asked for something else before: {sys.argv[1:]}")
    print(os.environ["PIP_ANSWERED"])
