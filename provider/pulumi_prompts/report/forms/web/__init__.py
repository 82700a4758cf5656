"""The parts of the HTML form."""
