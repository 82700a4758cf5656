"""`python -m fakes.langfuse` (from the folder `tests`): serves until killed; its first line is the URL."""

from ..front import serve_until_killed
from . import LangfuseFake

if __name__ == "__main__":
    serve_until_killed(LangfuseFake)
