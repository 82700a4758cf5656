"""What a registry has already: read as a whole, and written down as files and a program that take it over."""
