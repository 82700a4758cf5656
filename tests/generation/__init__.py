"""What is made from the models and checked in: the types that programs write, and the table of the README.

`make generate` writes all of it; a test says where something is not what would be written now.
"""
