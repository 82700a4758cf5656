"""Where the documentation is."""

from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
DOCS = README.parent / "docs"
READING = DOCS / "reading.md"
