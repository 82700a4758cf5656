"""What is generated and checked in: the types that programs write, the table of the README, docs/command-line.md.

`make generate` writes all of it; a test says where something is not what would be written now.
"""
