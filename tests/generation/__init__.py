"""What is made from the models and the commands, and checked in: types, tables, documents.

`make generate` writes all of it; a test says where something is not what would be written now.
"""
